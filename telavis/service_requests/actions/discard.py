"""Put a draft in the bin, from which it comes back for thirty days."""

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import lock, move, save
from telavis.service_requests.workflow import Verb


@transaction.atomic
def discard(service_request: ServiceRequest, *, by: Actor) -> ServiceRequest:
    service_request = lock(service_request)
    move(service_request, Verb.DISCARD, by=by)
    service_request.discarded_at = timezone.now()
    save(service_request, "discarded_at")
    tell(service_request, Verb.DISCARD, by=by)
    return service_request
