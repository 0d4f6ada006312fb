"""One piece of work: its outline, what may be done to it, its history, and its file."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from telavis.studio import actions
from telavis.studio.actions import Rearrangement
from telavis.studio.checking import faults, readable
from telavis.studio.models import FormWork
from telavis.studio.permissions import coordinates, may, why_not_sign
from telavis.studio.queries import drafts_to, outline_of
from telavis.studio.trying import failing
from telavis.studio.workflow import State, Verb, verbs_from
from telavis.values.refused import Refused
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import attempt, say_done, say_why_not
from telavis.web.pieces.questionnaire import anchor
from telavis.web.studio.access import by_a_coordinator, of_a_work
from telavis.web.studio.forms import DescriptionForm, PublicationForm, WithdrawalForm

LAST_CHANGES = 8


@require_safe
@of_a_work
def work(request: ActorRequest, work: FormWork) -> HttpResponse:
    return work_page(request, work)


def work_page(request: ActorRequest, work: FormWork, **forms: Any) -> HttpResponse:
    """The outline at the left, what may be done now at the right."""
    definition = readable(work.definition)
    is_own = coordinates(request.actor, work.healthcare_service_id)
    verbs = [verb for verb in verbs_from(work.state) if may(verb, request.actor, work)]
    context = {
        "work": work,
        "sections": outline_of(definition),
        "faults": [{"href": _place(each.link_id), "text": each.sentence} for each in faults(definition)],
        "may_edit": is_own and work.is_editable,
        "may": {verb.value: verb in verbs for verb in Verb},
        "cases": len(cases := list(work.cases.all())),
        "failing": failing(definition, cases) if work.state == State.SUBMITTED else [],
        "obstacle": why_not_sign(request.actor) if Verb.SIGN in verbs else "",
        "changes": work.changes.defer("before").order_by("-number")[:LAST_CHANGES],
        "undoable": actions.last_standing(work) if is_own and work.is_editable else None,
        "publication": PublicationForm(),
        "drafts": drafts_to(work) if Verb.PUBLISH in verbs else 0,
        "withdrawal": WithdrawalForm(),
        **forms,
    }
    return render(request, "studio/work.html", context)


def _place(link_id: str) -> str:
    return f"#{anchor(link_id)}" if link_id else "#plan"


@require_POST
@by_a_coordinator
def rearrange(request: ActorRequest, work: FormWork) -> HttpResponse:
    """`do`: what, a colon, and the linkId."""
    what, _, link_id = request.POST.get("do", "").partition(":")
    here = reverse("studio:work", args=[work.pk])
    try:
        _, stays = actions.rearrange(work, link_id, _rearrangement(what), by=request.actor)
    except Refused as refusal:
        say_why_not(request, refusal)
        stays = link_id
    return redirect(f"{here}#{anchor(stays)}" if stays else here)


def _rearrangement(what: str) -> Rearrangement:
    if what not in list(Rearrangement):
        raise Refused("Ce geste n’est pas reconnu.")
    return Rearrangement(what)


@require_POST
@by_a_coordinator
def undo(request: ActorRequest, work: FormWork) -> HttpResponse:
    """`seen`: the change that the page said would be undone."""
    text = request.POST.get("seen", "")
    seen = int(text) if text.isdecimal() and len(text) < 10 else None
    try:
        _, words = actions.undo(work, seen=seen, by=request.actor)
    except Refused as refusal:
        say_why_not(request, refusal)
    else:
        say_done(request, f"Annulé : {words}.")
    return redirect("studio:work", work.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@by_a_coordinator
def describe(request: ActorRequest, work: FormWork) -> HttpResponse:
    """When to use it, when not, what to join: what is read before a service is chosen."""
    said, is_new = actions.said_of(work), work.request_type_id is None
    form = DescriptionForm(
        request.POST if request.method == "POST" else None,
        initial={**said, "seen": actions.mark_of(said)},
        is_new_type=is_new,
    )
    if request.method == "POST" and form.is_valid():
        typed = {**said, **form.cleaned_data}
        if attempt(
            request,
            lambda: actions.describe(work, by=request.actor, **typed),
            "La présentation est enregistrée.",
        ):
            return redirect("studio:work", work.pk)
    return render(request, "studio/describe.html", {"work": work, "form": form})


@require_safe
@of_a_work
def export(request: ActorRequest, work: FormWork) -> HttpResponse:
    """The FHIR file, as it stands."""
    text = json.dumps(work.definition, ensure_ascii=False, indent=2)
    name = f"formulaire-{work.pk.hex[-8:]}.json"
    return HttpResponse(
        text,
        content_type="application/fhir+json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
