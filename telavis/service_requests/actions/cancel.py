"""The requester gives up the question."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.service_requests.actions._ending import end
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import lock, move
from telavis.service_requests.workflow import Verb


@transaction.atomic
def cancel(service_request: ServiceRequest, *, reason: str = "", by: Actor) -> ServiceRequest:
    service_request = lock(service_request)
    move(service_request, Verb.CANCEL, by=by, reason=reason)
    end(service_request)
    tell(service_request, Verb.CANCEL, by=by)
    return service_request
