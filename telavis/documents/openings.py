"""Opening a document: the trace is left in the same transaction that gives it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from telavis.audit.actions import record
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.actors import Actor
from telavis.documents.models import Document

ONE_READING = timedelta(minutes=10)
"""A browser fetches a PDF in pieces: within this time they are one opening."""


@transaction.atomic
def open_document(
    document: Document, *, by: Actor, service_request_id: UUID | None = None, is_next_piece: bool = False
) -> bool:
    """The safe rendition is about to be read; raises Document.DoesNotExist when there is none to read.

    Was it an opening? The next piece of what is being read leaves no trace.
    """
    ready = Document.objects.ready().select_for_update(of=("self",)).get(pk=document.pk)
    if is_next_piece and _is_being_read(ready, by):
        return False
    record(
        AuditAction.OPEN_DOCUMENT,
        by=by,
        object_kind="document",
        object_id=ready.pk,
        service_request_id=service_request_id,
    )
    return True


@transaction.atomic
def open_original(document: Document, *, by: Actor, service_request_id: UUID) -> Document:
    """The file as it came is about to be saved; one that was refused, or not yet checked, never is."""
    ready = Document.objects.ready().select_for_update(of=("self",)).get(pk=document.pk)
    record(
        AuditAction.OPEN_ORIGINAL,
        by=by,
        object_kind="document",
        object_id=ready.pk,
        service_request_id=service_request_id,
    )
    return ready


def _is_being_read(document: Document, by: Actor) -> bool:
    return AuditEvent.objects.filter(
        user_id=by.user_id,
        action=AuditAction.OPEN_DOCUMENT,
        object_id=document.pk,
        occurred_at__gt=timezone.now() - ONE_READING,
    ).exists()
