"""«C’est prêt»: a delegate hands a draft over to the one who will send it."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.service_requests.actions.drafting import editable
from telavis.service_requests.models import ServiceRequest, Transition
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import check_theirs, note, save
from telavis.service_requests.workflow import Note


@transaction.atomic
def hand_over(service_request: ServiceRequest, *, by: Actor) -> ServiceRequest:
    """It stays a draft, which both may still change; only the requester sends it. Pressed twice, it is told once."""
    service_request = editable(service_request, by)
    check_theirs(service_request, Note.PREPARE, by=by)
    lines = Transition.objects.filter(service_request_id=service_request.pk).order_by("-id")
    if lines.values_list("verb", flat=True).first() == Note.PREPARE:
        return service_request
    note(service_request, Note.PREPARE, by=by)
    save(service_request)
    tell(service_request, Note.PREPARE, by=by)
    return service_request
