"""A form as its requester sees it; what is typed there is kept only as a case of trial."""

from typing import Any, cast
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST

from telavis.questionnaires.answers import Answers, to_json
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.form import Context, Form
from telavis.questionnaires.reading import read_fields
from telavis.studio import actions
from telavis.studio.checking import readable
from telavis.studio.models import FormCase, FormWork
from telavis.studio.permissions import coordinates
from telavis.studio.trying import differences, tried
from telavis.values.refused import Refused
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import accepted, attempt, say_done
from telavis.web.pieces.questionnaire import page_of
from telavis.web.studio.access import by_a_coordinator, of_a_work
from telavis.web.studio.forms import CaseForm, PatientForm

PHONE, ALONE = "telephone", "seule"
DO = "essai-do"
"""Beside the fields of the form, which are named by its linkIds."""


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_work
def preview(request: ActorRequest, work: FormWork) -> HttpResponse:
    """The same page as a requester’s. `essai` fills it with a case; `essai-do=keep` keeps what was typed as one.

    `vue`: on a phone, a page that frames the form alone, so that it is laid out for that width.
    """
    definition = readable(work.definition)
    kept = list(work.cases.all())
    filling = next((each for each in kept if str(each.pk) == request.GET.get("essai")), None)
    if request.method != "POST" and request.GET.get("vue") == PHONE:
        return _phone(request, work, filling)
    if request.method != "POST" and request.GET.get("vue") == ALONE:
        return _alone(request, work, definition, filling)
    patient = PatientForm(
        request.POST if request.method == "POST" else None, initial=filling.patient if filling else {}
    )
    case_form = CaseForm(request.POST if request.POST.get(DO) == "keep" else None)
    if request.method == "POST":
        answers, _ = read_fields(definition, request.POST, Answers())
        if request.POST.get(DO) == "keep" and case_form.is_valid() and patient.is_valid():
            name = case_form.cleaned_data["name"]
            if _kept(request, work, case_form, to_json(answers), patient.facts):
                say_done(request, f"« {name} » est gardé parmi les cas d’essai.")
                return redirect("studio:preview", work.pk)
        form = _typed(request, definition, answers, patient.facts)
    else:
        form = tried(definition, filling.answers if filling else {}, filling.patient if filling else {})
    context = {
        "work": work,
        "page": page_of(form),
        "filling": filling,
        "cases": [{"case": each, "differences": differences(definition, each)} for each in kept],
        "patient": patient,
        "case_form": case_form,
        "may_keep": work.is_editable and coordinates(request.actor, work.healthcare_service_id),
    }
    return render(request, "studio/preview.html", context)


def _phone(request: ActorRequest, work: FormWork, filling: FormCase | None) -> HttpResponse:
    @csp_update({"frame-src": [SELF]})
    def page(request: HttpRequest) -> HttpResponseBase:
        return render(request, "studio/phone.html", {"work": work, "filling": filling})

    return cast(HttpResponse, page(request))


def _alone(
    request: ActorRequest, work: FormWork, definition: Definition, filling: FormCase | None
) -> HttpResponse:
    """Of all pages only this one, where nothing that writes can be pressed, may stand in a frame, and in ours alone."""
    form = tried(definition, filling.answers if filling else {}, filling.patient if filling else {})

    @xframe_options_sameorigin
    @csp_replace({"frame-ancestors": [SELF]})
    def page(request: HttpRequest) -> HttpResponseBase:
        return render(request, "studio/alone.html", {"work": work, "page": page_of(form)})

    return cast(HttpResponse, page(request))


def _typed(request: ActorRequest, definition: Definition, answers: Answers, patient: dict[str, Any]) -> Form:
    """With what a request keeps in its own columns, as it was chosen here."""
    stored = {
        item.link_id: request.POST.get(item.link_id) for item in definition.walk() if item.is_stored_elsewhere
    }
    blank = tried(definition, {}, patient)
    return with_values(Form(definition, answers, Context(values=stored, patient=blank.context.patient)))


def _kept(
    request: ActorRequest, work: FormWork, form: CaseForm, answers: dict[str, Any], patient: dict[str, Any]
) -> FormCase | None:
    name = form.cleaned_data["name"]
    return accepted(
        form, lambda: actions.keep_case(work, name, answers, patient, by=request.actor), field="name"
    )


@require_POST
@by_a_coordinator
def case(request: ActorRequest, work: FormWork, case_pk: UUID) -> HttpResponse:
    """`do`: accept what the form makes of it now, or remove it."""
    found = get_object_or_404(FormCase, pk=case_pk, work=work)
    acts = {
        "accept": (
            actions.accept_case,
            f"Le résultat actuel de « {found.name} » est maintenant celui qui est attendu.",
        ),
        "remove": (actions.remove_case, f"« {found.name} » est retiré."),
    }
    chosen = acts.get(request.POST.get("do", ""))

    def act() -> object:
        if chosen is None:
            raise Refused("Ce geste n’est pas reconnu.")
        return chosen[0](found, by=request.actor)

    attempt(request, act, chosen[1] if chosen else "")
    return redirect("studio:preview", work.pk)
