"""When a question is asked, when it alarms, and how its value is calculated."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from telavis.questionnaires import vocabulary as fhir
from telavis.studio import actions, alarms, conditions
from telavis.studio.calculating import KNOWN, calculated, without_calculation
from telavis.studio.elements import extension
from telavis.studio.items import facts_of
from telavis.studio.models import FormWork
from telavis.studio.outline import Json, must_find
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import accepted, attempt
from telavis.web.studio.access import by_a_coordinator
from telavis.web.studio.forms import CalculationForm, ConditionForm, KnownForm, QuestionForm
from telavis.web.studio.item import found_item

ASKED, ALARM = "posee", "alarme"


@require_http_methods(["GET", "HEAD", "POST"])
@by_a_coordinator
def condition(request: ActorRequest, work: FormWork, link_id: str) -> HttpResponse:
    """First of which question it speaks, then what is compared. `pour`: when it is asked, an alarm, or one that is there.

    `vu`: the mark of the item on the page that counted its alarms.
    """
    definition, item = found_item(work, link_id)
    purpose = request.GET.get("pour", ASKED)
    question = definition.by_id.get(request.GET.get("question", ""))
    context: dict[str, Any] = {"work": work, "item": item, "purpose": purpose, "is_alarm": purpose != ASKED}
    context["seen"] = request.GET.get("vu", "")
    if question is None or (
        not conditions.may_be_asked_about(definition, item, question) and question is not item
    ):
        return render(request, "studio/condition.html", {**context, "form": QuestionForm(definition, item)})
    is_new_alarm = purpose == ALARM
    form = ConditionForm(
        question, request.POST if request.method == "POST" else None, raises_an_alarm=is_new_alarm
    )
    if request.method == "POST" and form.is_valid() and _add(request, work, link_id, purpose, form):
        return redirect("studio:item", work.pk, link_id)
    return render(request, "studio/condition.html", {**context, "form": form, "question": question})


def _add(request: ActorRequest, work: FormWork, link_id: str, purpose: str, form: ConditionForm) -> bool:
    typed = form.cleaned_data

    def make(item: Json) -> Json:
        made = conditions.condition_of(form.question, typed["comparison"], typed.get("value"))
        if purpose == ALARM:
            return alarms.with_alarm(item, typed["sentence"], made)
        if purpose.startswith(f"{ALARM}-"):
            return alarms.with_alarm_condition(item, _number(purpose.removeprefix(f"{ALARM}-")), made)
        return conditions.with_condition(item, made)

    words = "condition ajoutée" if purpose == ASKED else "alarme changée"
    seen = request.GET.get("vu", "")
    act = partial(actions.edit_item, work, link_id, make, words, seen=seen, by=request.actor)
    return bool(accepted(form, act))


@require_POST
@by_a_coordinator
def change_rule(request: ActorRequest, work: FormWork, link_id: str) -> HttpResponse:
    """`do`: what, then of which condition or alarm: «condition:2», «alarm:0», «alarm_condition:0:1», «count:0», «all»…"""
    what, *texts = request.POST.get("do", "").split(":")
    seen = request.POST.get("seen", "")
    first, second, *_ = [*(_number(text) for text in texts), 0, 0]
    count = _number(request.POST.get(f"au-moins-{first}", ""))
    makers: dict[str, tuple[Callable[[Json], Json], str]] = {
        "condition": (lambda item: conditions.without_condition(item, first), "condition retirée"),
        "any": (lambda item: conditions.with_behaviour(item, needs_all=False), "une condition suffit"),
        "all": (
            lambda item: conditions.with_behaviour(item, needs_all=True),
            "toutes les conditions sont nécessaires",
        ),
        "alarm": (lambda item: alarms.without_alarm(item, first), "alarme retirée"),
        "alarm_condition": (
            lambda item: alarms.without_alarm_condition(item, first, second),
            "condition de l’alarme retirée",
        ),
        "count": (
            lambda item: alarms.with_alarm_needing(item, first, count),
            "nombre de conditions de l’alarme changé",
        ),
        "calculation": (without_calculation, "calcul retiré"),
    }
    found_item(work, link_id)
    if what in makers:
        make, words = makers[what]
        attempt(
            request,
            lambda: actions.edit_item(work, link_id, make, words, seen=seen, by=request.actor),
            f"C’est enregistré : {words}.",
        )
    return redirect("studio:item", work.pk, link_id)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@by_a_coordinator
def calculation(request: ActorRequest, work: FormWork, link_id: str) -> HttpResponse:
    """A known calculation whose questions are chosen in lists, or a formula."""
    definition, item = found_item(work, link_id)
    source = must_find(work.definition, link_id).item
    known = KNOWN.get(request.GET.get("calcul", ""))
    written = extension(source, fhir.CALCULATED_EXPRESSION).get("valueExpression", {}).get("expression", "")
    initial = {"expression": written, "source": facts_of(source).source}
    data = request.POST if request.method == "POST" else None
    form = KnownForm(known, definition, item, data) if known else CalculationForm(data, initial=initial)
    if request.method == "POST" and form.is_valid():
        text = form.expression if isinstance(form, KnownForm) else form.cleaned_data["expression"]
        origin = known.source if known else form.cleaned_data["source"]

        def make(item: Json) -> Json:
            return calculated(item, text, origin, known)

        if accepted(form, lambda: actions.edit_item(work, link_id, make, "calcul changé", by=request.actor)):
            return redirect("studio:item", work.pk, link_id)
    questions = [each for each in definition.walk() if each.is_question and each.link_id != link_id]
    context = {
        "work": work,
        "item": item,
        "form": form,
        "known": known,
        "library": KNOWN,
        "questions": questions,
    }
    return render(request, "studio/calculation.html", context)
