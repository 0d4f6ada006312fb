"""Take a draft back from the bin."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.parameters.models import parameter
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import check_theirs, lock, move, save
from telavis.service_requests.workflow import StepRefused, Verb


@transaction.atomic
def restore(service_request: ServiceRequest, *, by: Actor) -> ServiceRequest:
    service_request = lock(service_request)
    check_theirs(service_request, Verb.RESTORE, by=by)
    kept_for = timedelta(days=parameter("bin_days"))
    if service_request.discarded_at and service_request.discarded_at + kept_for < timezone.now():
        raise StepRefused("Ce brouillon est dans la corbeille depuis plus de 30 jours : il va être effacé.")
    move(service_request, Verb.RESTORE, by=by)
    service_request.discarded_at = None
    save(service_request, "discarded_at")
    tell(service_request, Verb.RESTORE, by=by)
    return service_request
