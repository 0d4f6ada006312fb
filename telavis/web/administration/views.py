"""Registrations: the queue, the evidence side by side, and the decision."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from telavis.registrations import actions
from telavis.registrations.models import Registration
from telavis.registrations.permissions import may_decide
from telavis.registrations.queries.duplicates import duplicates_of
from telavis.registrations.queries.evidence import compare, is_only_typed
from telavis.registrations.queries.proofs import proofs_of
from telavis.registrations.queries.queue import decided, name_of, sent, steps_of, to_decide_count, waiting
from telavis.registrations.workflow import States, Verb
from telavis.values.french import plural
from telavis.values.phones import Phone
from telavis.web.administration.access import for_administrators, page
from telavis.web.administration.forms import ProofForm, QuestionForm, RefusalForm
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import attempt
from telavis.web.pieces.paging import read_after, ways_on
from telavis.web.recent_proof import needs_recent_proof

DECIDED = "decidees"
MOST_DUPLICATES = 20
DONE = {
    Verb.START: ("add", "Inscription commencée"),
    Verb.ACCEPT_TEXTS: ("saved", "Textes acceptés"),
    Verb.CHOOSE_WORKPLACE: ("building", "Lieu d’exercice choisi"),
    Verb.GIVE_CONTACT: ("account", "Adresse, mobile et mot de passe donnés"),
    Verb.PROVE_MAIL: ("mail", "Adresse e-mail prouvée"),
    Verb.PROVE_MOBILE: ("phone", "Mobile prouvé"),
    Verb.SUBMIT: ("sent", "Inscription envoyée"),
    Verb.APPROVE: ("done", "Inscription validée"),
    Verb.REFUSE: ("declined", "Inscription refusée"),
    Verb.ASK: ("on_hold", "Question posée"),
    Verb.ASK_PROOF: ("attach", "Justificatif demandé"),
    Verb.REPLY: ("reply", "Réponse reçue"),
    Verb.REMIND: ("wait", "Question rappelée"),
    Verb.LAPSE: ("declined", "Inscription close sans réponse"),
    Verb.ABANDON: ("close", "Inscription abandonnée"),
}
"""Icon and words of each line of the journal."""


@require_safe
@for_administrators
def registrations(request: ActorRequest) -> HttpResponse:
    """Who waits, the oldest first; or the last decisions."""
    past, after = request.GET.get("vue") == DECIDED, read_after(request)
    found = decided(after) if past else waiting(after)
    tabs = [
        {"text": "À décider", "href": "?", "current": not past, "count": to_decide_count()},
        {"text": "Décidées", "href": f"?vue={DECIDED}", "current": past},
    ]
    context = {
        "rows": found.rows,
        "tabs": tabs,
        "past": past,
        **ways_on(request, found.next, vue=DECIDED if past else ""),
    }
    return page(request, "registrations", "registrations", context)


@require_safe
@for_administrators
def registration(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One of them: what each source says, who might be the same person, what happened, the decision."""
    return _page(request, get_object_or_404(sent(), pk=pk))


def _page(request: ActorRequest, found: Registration, **forms: Any) -> HttpResponse:
    comparison = compare(found)
    duplicates = duplicates_of(found)
    more = len(duplicates) - MOST_DUPLICATES
    context = {
        "registration": found,
        "name": name_of(found),
        "comparison": comparison,
        "contact": _contact(found),
        "duplicates": duplicates[:MOST_DUPLICATES],
        "more_duplicates": plural(more, "autre") if more > 0 else "",
        "is_clear": not comparison.differing and not duplicates,
        "is_unknown": is_only_typed(found),
        "is_taken": any(each.holds_the_number for each in duplicates),
        "events": [_event(step) for step in reversed(steps_of(found))],
        "is_open": found.state in States.TO_DECIDE,
        "is_own": not may_decide(request.actor, found),
        "question": QuestionForm(),
        "proof": ProofForm(),
        "proofs": proofs_of(found),
        "refusal": RefusalForm(),
        **forms,
    }
    return page(request, "registrations", "registration", context)


def _contact(found: Registration) -> list[dict[str, str]]:
    mobile = Phone(found.mobile).display if found.mobile else "aucun"
    return [
        {
            "label": "Adresse e-mail",
            "value": f"{found.email} ({'prouvée' if found.email_proved_at else 'non prouvée'})",
        },
        {"label": "Mobile", "value": f"{mobile} ({'prouvé' if found.mobile_proved_at else 'non prouvé'})"},
        {"label": "Identifiant", "value": found.user.username if found.user else "aucun"},
    ]


def _event(step: Any) -> dict[str, Any]:
    icon, text = DONE[Verb(step.verb)]
    return {"icon": icon, "text": text, "by": step.user_label, "when": step.occurred_at, "detail": step.text}


@require_POST
@for_administrators
@needs_recent_proof("Valider l’inscription")
def approve(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The account opens."""
    found = get_object_or_404(sent(), pk=pk)
    done = f"Le compte de {name_of(found)} est ouvert : un message vient de partir."
    if attempt(request, lambda: actions.approve(found, by=request.actor), done):
        return redirect("administration:registrations")
    return redirect("administration:registration", pk)


@require_POST
@for_administrators
@needs_recent_proof("Refuser l’inscription")
def refuse(request: ActorRequest, pk: UUID) -> HttpResponse:
    """No account, and why."""
    found = get_object_or_404(sent(), pk=pk)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, found, refusal=form)
    reason = form.cleaned_data["reason"]
    done = f"L’inscription de {name_of(found)} est refusée : un message vient de partir."
    if attempt(request, lambda: actions.refuse(found, reason=reason, by=request.actor), done):
        return redirect("administration:registrations")
    return redirect("administration:registration", pk)


@require_POST
@for_administrators
def ask(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A question first."""
    found = get_object_or_404(sent(), pk=pk)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, question=form)
    question = form.cleaned_data["question"]
    attempt(
        request,
        lambda: actions.ask(found, question=question, by=request.actor),
        "Votre question est posée : un message vient de partir.",
    )
    return redirect("administration:registration", pk)


@require_POST
@for_administrators
def ask_proof(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A document first."""
    found = get_object_or_404(sent(), pk=pk)
    form = ProofForm(request.POST)
    if not form.is_valid():
        return _page(request, found, proof=form)
    wanted = form.cleaned_data["wanted"]
    attempt(
        request,
        lambda: actions.ask_proof(found, wanted=wanted, by=request.actor),
        "Le justificatif est demandé : un message vient de partir.",
    )
    return redirect("administration:registration", pk)
