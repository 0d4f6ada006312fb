"""Reading the journal of accesses."""

from collections.abc import Iterator
from uuid import UUID

from telavis.audit.models import AuditEvent


def accesses_to(service_request_id: UUID) -> Iterator[AuditEvent]:
    """Every access to a request and to what hangs on it, oldest first."""
    return AuditEvent.objects.filter(service_request_id=service_request_id).order_by("id").iterator()
