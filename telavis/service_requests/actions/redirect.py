"""Hand a request to another service, with its file and a reason."""

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService
from telavis.service_requests.actions.release import return_to_list
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import check_theirs, lock, move, owner_besides_the_asker
from telavis.service_requests.workflow import StepRefused, Verb


@transaction.atomic
def redirect(
    service_request: ServiceRequest, service: HealthcareService, *, reason: str, by: Actor
) -> ServiceRequest:
    service_request = lock(service_request)
    check_theirs(service_request, Verb.REDIRECT, by=by)
    if service.pk == service_request.healthcare_service_id:
        raise StepRefused("La demande est déjà dans ce service. Choisissez-en un autre.")
    if not service.is_published or owner_besides_the_asker(service_request, service) is None:
        raise StepRefused("Ce service ne reçoit pas de demandes. Choisissez-en un autre.")
    if not service.offers.filter(request_type_id=service_request.request_type_id).exists():
        raise StepRefused("Ce service ne répond pas à ce type de demande. Choisissez-en un autre.")
    detail = {"from": str(service_request.healthcare_service), "to": str(service)}
    had_it = service_request.taken_by
    move(service_request, Verb.REDIRECT, by=by, reason=reason, detail=detail)
    service_request.healthcare_service = service
    service_request.addressed_to = None
    service_request.first_opened_at = None
    service_request.announce_at = timezone.now()
    return_to_list(service_request, "healthcare_service", "addressed_to", "first_opened_at", "announce_at")
    tell(service_request, Verb.REDIRECT, by=by, formerly=had_it)
    return service_request
