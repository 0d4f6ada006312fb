"""Opening a file: in one transaction lock the row, leave the trace and the first-opened mark, return the data."""

from django.db import transaction
from django.utils import timezone

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.service_requests.actions._steps import RELATED
from telavis.service_requests.actions.notes import mark_read
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.permissions import is_any_member


@transaction.atomic
def open_request(reference: str, *, by: Actor) -> ServiceRequest:
    """The request, if this person may see it (else `ServiceRequest.DoesNotExist`).

    Visibility is decided twice: the second time under the lock, since the requester may have taken the
    request back while we waited for it.
    """
    rows = ServiceRequest.objects.select_for_update(of=("self",)).select_related(
        *RELATED, "identity_version", "patient__current", "request_type", "response", "folder"
    )
    service_request = rows.get(reference=reference)
    if not ServiceRequest.objects.visible_to(by).filter(pk=service_request.pk).exists():
        raise ServiceRequest.DoesNotExist
    if service_request.first_opened_at is None and is_any_member(by, service_request):
        service_request.first_opened_at = timezone.now()
        service_request.save(update_fields=["first_opened_at"])
    mark_read(service_request, by=by)
    record(
        AuditAction.OPEN_REQUEST,
        by=by,
        object_kind="service_request",
        object_id=service_request.pk,
        object_label=service_request.reference,
        service_request_id=service_request.pk,
        patient_id=service_request.patient_id,
    )
    return service_request
