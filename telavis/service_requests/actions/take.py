"""A member of the service takes the request in charge."""

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import acting_role, lock, move, save
from telavis.service_requests.workflow import Verb


@transaction.atomic
def take(service_request: ServiceRequest, *, by: Actor) -> ServiceRequest:
    service_request = lock(service_request)
    move(service_request, Verb.TAKE, by=by)
    service_request.taken_by = service_request.owner = acting_role(by)
    service_request.taken_at = timezone.now()
    if service_request.first_opened_at is None:
        service_request.first_opened_at = service_request.taken_at
    service_request.remind_at = None
    save(service_request, "owner", "taken_by", "taken_at", "first_opened_at", "remind_at")
    tell(service_request, Verb.TAKE, by=by)
    return service_request
