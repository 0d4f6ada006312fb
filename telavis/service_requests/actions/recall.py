"""Take a request back while nobody of the service has opened it."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.documents.actions import open_folder
from telavis.questionnaires.actions import reopen_response
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import check_theirs, lock, move, save
from telavis.service_requests.workflow import StepRefused, Verb


@transaction.atomic
def recall(service_request: ServiceRequest, *, by: Actor) -> ServiceRequest:
    """«Annuler l’envoi» within the first seconds, «Rappeler» later: the same verb."""
    service_request = lock(service_request)
    check_theirs(service_request, Verb.RECALL, by=by)
    if service_request.first_opened_at is not None:
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
