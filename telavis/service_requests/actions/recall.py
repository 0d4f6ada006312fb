"""Take a request back while nobody of the service has opened it."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.documents.actions import open_folder
from telavis.questionnaires.actions import reopen_response
from telavis.service_requests.models import ServiceRequest, Transition
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import check_theirs, lock, move, save
from telavis.service_requests.workflow import StepRefused, Verb

# What only somebody of a service does, who has read it then; a service that redirects it has, too.
BY_A_SERVICE = (Verb.TAKE, Verb.ASK_MORE, Verb.REDIRECT, Verb.DECLINE, Verb.ANSWER)


def is_unread(service_request: ServiceRequest) -> bool:
    """Nobody of a service has opened it, neither of this one nor of one that had it before."""
    if service_request.first_opened_at is not None:
        return False
    lines = Transition.objects.filter(service_request_id=service_request.pk, verb__in=BY_A_SERVICE)
    return not lines.exists()


@transaction.atomic
def recall(service_request: ServiceRequest, *, by: Actor) -> ServiceRequest:
    """«Annuler l’envoi» within the first seconds, «Rappeler» later: the same verb."""
    service_request = lock(service_request)
    check_theirs(service_request, Verb.RECALL, by=by)
    if not is_unread(service_request):
        raise StepRefused(
            "Le service a déjà ouvert cette demande. Vous pouvez l’annuler ou écrire un message."
        )
    move(service_request, Verb.RECALL, by=by)
    if service_request.response:
        reopen_response(service_request.response)
    open_folder(service_request.folder)
    for column in (
        "owner",
        "identity_version",
        "sent_at",
        "visible_at",
        "announce_at",
        "remind_at",
        "escalate_at",
    ):
        setattr(service_request, column, None)
    save(
        service_request,
        *("owner", "identity_version", "sent_at", "visible_at"),
        *("announce_at", "remind_at", "escalate_at"),
    )
    tell(service_request, Verb.RECALL, by=by)
    return service_request
