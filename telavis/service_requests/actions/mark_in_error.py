"""Say that a request should never have been: wrong patient, wrong question."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.service_requests.actions._ending import end
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import lock, move
from telavis.service_requests.workflow import Verb


@transaction.atomic
def mark_in_error(service_request: ServiceRequest, *, reason: str, by: Actor) -> ServiceRequest:
    service_request = lock(service_request)
    move(service_request, Verb.MARK_IN_ERROR, by=by, reason=reason)
    end(service_request)
    tell(service_request, Verb.MARK_IN_ERROR, by=by)
    return service_request
