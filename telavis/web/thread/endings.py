"""Declining, cancelling, declaring an error, and the agreement that a patient takes back."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from telavis.service_requests import actions
from telavis.service_requests.workflow import DeclineReason, Note, Verb
from telavis.web.middleware import ActorRequest
from telavis.web.thread import forms
from telavis.web.thread.asking import Asking, ask_and_do

page = require_http_methods(["GET", "HEAD", "POST"])

DECLINE = Asking(
    Verb.DECLINE,
    title="Décliner la demande",
    text="Le requérant sera averti et lira votre motif. Si un autre service peut répondre, réorientez plutôt la demande.",
    button="Décliner la demande",
    done="La demande est déclinée. Le requérant en est averti.",
    icon="declined",
    is_danger=True,
)
CANCEL = Asking(
    Verb.CANCEL,
    title="Annuler la demande",
    text="L’équipe ne répondra pas. Le dossier reste lisible.",
    button="Annuler la demande",
    done="La demande est annulée.",
    icon="cancelled",
    is_danger=True,
)
MARK_IN_ERROR = Asking(
    Verb.MARK_IN_ERROR,
    title="Déclarer saisie par erreur",
    text="À utiliser quand cette demande n’aurait jamais dû exister, par exemple pour un mauvais patient. "
    "Elle restera lisible, marquée comme une erreur, et tous seront avertis de ne pas en tenir compte.",
    button="Déclarer saisie par erreur",
    done="La demande est déclarée saisie par erreur.",
    icon="entered_in_error",
    is_danger=True,
)

WITHDRAW_CONSENT = Asking(
    Note.WITHDRAW_CONSENT,
    title="Le patient retire son accord",
    text="L’équipe le lira en tête du dossier. Ce qui a déjà été répondu y reste.",
    button="Enregistrer le retrait",
    done="Le retrait de l’accord du patient est enregistré.",
    icon="consent",
    is_danger=True,
)


@page
def decline(request: ActorRequest, reference: str) -> HttpResponse:
    return ask_and_do(
        request,
        reference,
        DECLINE,
        lambda _, data: forms.DeclineForm(data),
        lambda service_request, said: actions.decline(
            service_request,
            reason_code=DeclineReason(said["reason_code"]),
            reason=said["reason"],
            by=request.actor,
        ),
    )


@page
def cancel(request: ActorRequest, reference: str) -> HttpResponse:
    return ask_and_do(
        request,
        reference,
        CANCEL,
        lambda _, data: forms.CancelForm(data),
        lambda service_request, said: actions.cancel(
            service_request, reason=said["reason"], by=request.actor
        ),
    )


@page
def mark_in_error(request: ActorRequest, reference: str) -> HttpResponse:
    return ask_and_do(
        request,
        reference,
        MARK_IN_ERROR,
        lambda _, data: forms.MarkInErrorForm(data),
        lambda service_request, said: actions.mark_in_error(
            service_request, reason=said["reason"], by=request.actor
        ),
    )


@page
def withdraw_consent(request: ActorRequest, reference: str) -> HttpResponse:
    return ask_and_do(
        request,
        reference,
        WITHDRAW_CONSENT,
        lambda _, data: forms.WithdrawConsentForm(data),
        lambda service_request, said: actions.withdraw_consent(
            service_request, reason=said["reason"], by=request.actor
        ),
    )
