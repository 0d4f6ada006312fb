"""Put a request back in the list of its service."""

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.service_requests.actions.send import set_deadlines
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import lock, move, owner_besides_the_asker, save
from telavis.service_requests.workflow import Verb


@transaction.atomic
def release(service_request: ServiceRequest, *, by: Actor) -> ServiceRequest:
    service_request = lock(service_request)
    had_it = service_request.taken_by
    move(service_request, Verb.RELEASE, by=by)
    return_to_list(service_request)
    tell(service_request, Verb.RELEASE, by=by, formerly=had_it)
    return service_request


def return_to_list(service_request: ServiceRequest, *extra: str) -> None:
    """Nobody has it any more: today's owner answers for it, and the delay of the service runs again."""
    service = service_request.healthcare_service
    if service is not None:
        service_request.owner = owner_besides_the_asker(service_request, service) or service_request.owner
    service_request.taken_by = service_request.taken_at = None
    service_request.held_from, service_request.held_at = "", None
    set_deadlines(service_request, timezone.now())
    save(
        service_request,
        *("owner", "taken_by", "taken_at", "held_from", "held_at", "remind_at", "escalate_at"),
        *extra,
    )
