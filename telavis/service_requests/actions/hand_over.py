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
    """It stays a draft, which both may still change; only the requester sends it. Pressed twice, it is told once; changed, again."""
    service_request = editable(service_request, by)
    check_theirs(service_request, Note.PREPARE, by=by)
    if _is_told_already(service_request):
        return service_request
    save(service_request)
    note(service_request, Note.PREPARE, by=by)
    tell(service_request, Note.PREPARE, by=by)
    return service_request


def _is_told_already(service_request: ServiceRequest) -> bool:
    """Nothing was written nor decided since it was last handed over."""
    lines = Transition.objects.filter(service_request_id=service_request.pk, verb=Note.PREPARE).order_by(
        "-id"
    )
    told_at = lines.values_list("occurred_at", flat=True).first()
    response = service_request.response
    changed_at = max(
        service_request.touched_at, response.saved_at if response else service_request.touched_at
    )
    return told_at is not None and told_at >= changed_at
