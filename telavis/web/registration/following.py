"""Once it is sent: where it stands, a question to answer, and the texts that came since."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from telavis.accounts.models import Standing
from telavis.audit.administration import Act
from telavis.audit.queries import acts_upon
from telavis.parameters.models import parameter
from telavis.registrations import actions
from telavis.registrations.models import Registration
from telavis.registrations.queries.proofs import asks_for_proof, proofs_of
from telavis.registrations.queries.queue import kept_until, last_words, name_of, registration_of
from telavis.registrations.queries.texts import texts_due
from telavis.registrations.workflow import States, StepRefused, Verb
from telavis.values.phones import Phone
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.uploads import RefusedFile
from telavis.web.registration.forms import ReplyForm, TextsForm
from telavis.web.registration.underway import page_of, registration_in
from telavis.web.standing import TEXTS_DUE, for_any_account

QUESTIONS = (Verb.ASK, Verb.ASK_PROOF)
ENDS = (Verb.REFUSE, Verb.LAPSE)


@login_not_required
@never_cache
@require_safe
def state(request: ActorRequest) -> HttpResponse:
    """To the one who applied: what happened, what comes next, and when."""
    if request.user.is_authenticated and request.user.is_open:
        return redirect("home:index")
    registration = _mine(request)
    if registration and registration.state in States.UNDER_WAY:
        return redirect(page_of(registration))
    if registration is None and not request.user.is_authenticated:
        return redirect("registration:start")
    return show_state(request, registration, reply_form(registration))


def proofs_shown(registration: Registration) -> dict[str, Any]:
    """What was joined, and whether the page has to ask again."""
    proofs = proofs_of(registration)
    return {"proofs": proofs, "is_checking": any(proof.is_waiting for proof in proofs)}


def reply_form(registration: Registration | None, typed: Any = None, *, text: str = "") -> ReplyForm:
    """`text`: what was typed in the answer while something else was pressed."""
    with_proof = registration is not None and asks_for_proof(registration)
    return ReplyForm(typed, initial={"text": text}, with_proof=with_proof)


def _mine(request: ActorRequest) -> Registration | None:
    if request.user.is_authenticated:
        return registration_of(request.user.pk)
    return registration_in(request)


def show_state(
    request: ActorRequest,
    registration: Registration | None,
    form: ReplyForm,
    *,
    refused: Sequence[RefusedFile] = (),
    status: int = 200,
) -> HttpResponse:
    """Question and reason are read by the one who has signed in, not by whoever finds the browser open."""
    is_holder = request.user.is_authenticated
    context = {
        "registration": registration,
        "state": _standing(request, registration),
        "facts": _facts(registration) if registration and registration.state in States.TO_DECIDE else [],
        "question": last_words(registration, *QUESTIONS) if registration and is_holder else "",
        "wants_proof": is_holder and registration is not None and asks_for_proof(registration),
        **(proofs_shown(registration) if registration and is_holder else {}),
        "refused": refused,
        "reason": _reason(request, registration) if is_holder else "",
        "kept_until": kept_until(registration) if registration else None,
        "usual_days": parameter("registration_usual_days"),
        "form": form,
    }
    return render(request, "registration/state.html", context, status=status)


def _reason(request: ActorRequest, registration: Registration | None) -> str:
    """Why an administrator suspended the account, or refused the registration."""
    if request.user.standing == Standing.SUSPENDED:
        last = acts_upon(request.user.pk).filter(detail__did=Act.SUSPEND).first()
        return str(last.detail.get("reason", "")) if last else ""
    return last_words(registration, *ENDS) if registration else ""


def _standing(request: ActorRequest, registration: Registration | None) -> str:
    """Why the house is closed to this account, or where its registration stands."""
    user = request.user
    if user.is_authenticated and user.standing == Standing.SUSPENDED:
        return "suspended"
    if user.is_authenticated and user.has_expired:
        return "expired"
    return registration.state if registration else "unknown"


def _facts(registration: Registration) -> list[dict[str, str]]:
    place, user = registration.workplace, registration.user
    return [
        {"label": "Nom", "value": name_of(registration)},
        {"label": "Lieu d’exercice", "value": place.words if place else ""},
        {"label": "Adresse e-mail", "value": registration.email},
        {"label": "Mobile", "value": Phone(registration.mobile).display if registration.mobile else "aucun"},
        {"label": "Identifiant", "value": user.username if user else ""},
    ]


def asked_of(request: ActorRequest) -> Registration:
    """The registration of this account that is not decided yet; 404 when there is none."""
    waiting = Registration.objects.select_related("proofs")
    return get_object_or_404(waiting, user=request.user, state__in=States.TO_DECIDE)


@for_any_account
@require_POST
def reply(request: ActorRequest) -> HttpResponse:
    """The answer goes to the team, and the registration back to its place in the queue."""
    registration = asked_of(request)
    form = reply_form(registration, request.POST)
    if not form.is_valid():
        return show_state(request, registration, form)
    try:
        actions.reply(registration, text=form.cleaned_data["text"], by=request.actor)
    except StepRefused as refusal:
        if asks_for_proof(registration):
            form.add_error(None, refusal.sentence)
            return show_state(request, registration, form)
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, "Votre réponse est partie.")
    return redirect("registration:state")


@for_any_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: ActorRequest) -> HttpResponse:
    """New versions of the texts, at the first sign-in after they came into force."""
    due = texts_due(request.user.pk)
    if not due:
        request.session.pop(TEXTS_DUE, None)
        return redirect("home:index")
    form = TextsForm(due, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.accept_texts_again(request.user, due)
        request.session.pop(TEXTS_DUE, None)
        return redirect("home:index")
    return render(request, "registration/texts.html", {"form": form})
