"""The service cannot answer: a coded reason and a sentence."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.service_requests.actions._ending import end
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import lock, move
from telavis.service_requests.workflow import DeclineReason, Verb


@transaction.atomic
def decline(
    service_request: ServiceRequest, *, reason_code: DeclineReason, reason: str, by: Actor
) -> ServiceRequest:
    service_request = lock(service_request)
    move(service_request, Verb.DECLINE, by=by, reason_code=reason_code, reason=reason)
    end(service_request)
    tell(service_request, Verb.DECLINE, by=by, formerly=service_request.taken_by)
    return service_request
