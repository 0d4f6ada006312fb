"""Take up in a draft what earlier requests about the same patient said: one press for each answer, or for all."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.questionnaires.actions import carry_over
from telavis.service_requests.actions.drafting import editable
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries.earlier import proposals
from telavis.service_requests.steps import save

ALL = "*"


@transaction.atomic
def take_up(service_request: ServiceRequest, link_id: str, *, by: Actor) -> ServiceRequest:
    """What may be proposed is decided again here; what has an answer by now keeps it."""
    service_request = editable(service_request, by)
    chosen = [each for each in proposals(service_request, by) if link_id in (each.link_id, ALL)]
    if chosen and service_request.response:
        carry_over(service_request.response, {each.link_id: (each.answer, each.on) for each in chosen})
        save(service_request)
    return service_request
