"""Leaving a trace, in the transaction of the act that it tells."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.utils import timezone

from telavis.audit.models import AuditAction, AuditEvent


class Author(Protocol):
    """What a trace keeps of the one who acts; `telavis.directory.actors.Actor` is one."""

    @property
    def user_id(self) -> UUID | None: ...
    @property
    def user_label(self) -> str: ...
    @property
    def role_id(self) -> UUID | None: ...
    @property
    def role_label(self) -> str: ...
    @property
    def on_behalf_of_id(self) -> UUID | None: ...
    @property
    def on_behalf_of_label(self) -> str: ...


@dataclass(frozen=True)
class HttpOrigin:
    """Where the act came from, set once per HTTP request by the middleware."""

    address: str | None = None
    request_id: str = ""


http_origin: ContextVar[HttpOrigin] = ContextVar("http_origin", default=HttpOrigin())  # noqa: B039 (frozen)


def record(
    action: AuditAction,
    *,
    by: Author,
    object_kind: str = "",
    object_id: UUID | None = None,
    object_label: str = "",
    service_request_id: UUID | None = None,
    patient_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add one line to the journal of accesses. `object_label` and `detail` never hold clinical text."""
    origin = http_origin.get()
    return AuditEvent.objects.create(
        occurred_at=timezone.now(),
        action=action,
        user_id=by.user_id,
        user_label=by.user_label,
        role_id=by.role_id,
        role_label=by.role_label,
        on_behalf_of_id=by.on_behalf_of_id,
        on_behalf_of_label=by.on_behalf_of_label,
        object_kind=object_kind,
        object_id=object_id,
        object_label=object_label,
        service_request_id=service_request_id,
        patient_id=patient_id,
        address=origin.address,
        http_request_id=origin.request_id,
        detail=detail or {},
    )
