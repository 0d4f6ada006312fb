"""Reading the journal of accesses."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from telavis.audit.models import AuditAction, AuditEvent

OF_AN_ACCOUNT = (
    AuditAction.SIGN_IN,
    AuditAction.SIGN_OUT,
    AuditAction.CONFIRM,
    AuditAction.RECOVER,
    AuditAction.CHANGE_CONTACT,
    AuditAction.CHANGE_PASSWORD,
    AuditAction.LINK_IDENTITY,
    AuditAction.UNLINK_IDENTITY,
    AuditAction.ADD_FACTOR,
    AuditAction.REMOVE_FACTOR,
)


def accesses_to(service_request_id: UUID) -> Iterator[AuditEvent]:
    """Every access to a request and to what hangs on it, oldest first."""
    return AuditEvent.objects.filter(service_request_id=service_request_id).order_by("id").iterator()


def sign_ins_of(user_id: UUID) -> QuerySet[AuditEvent]:
    """What happened to somebody's way in, newest first."""
    return AuditEvent.objects.filter(user_id=user_id, action__in=OF_AN_ACCOUNT).order_by("-id")


def acts_upon(object_id: UUID) -> QuerySet[AuditEvent]:
    """What administrators did to one thing (an account, a service), newest first."""
    return AuditEvent.objects.filter(action=AuditAction.ADMINISTER, object_id=object_id).order_by("-id")


def administrative_acts(
    *, by: UUID | None = None, since: datetime | None = None, before: datetime | None = None
) -> QuerySet[AuditEvent]:
    """What administrators did, newest first; perhaps one of them, perhaps in a period."""
    acts = AuditEvent.objects.filter(action=AuditAction.ADMINISTER)
    if by:
        acts = acts.filter(user_id=by)
    if since:
        acts = acts.filter(occurred_at__gte=since)
    if before:
        acts = acts.filter(occurred_at__lt=before)
    return acts.order_by("-id")
