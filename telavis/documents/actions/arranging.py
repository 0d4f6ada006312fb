"""What is in a folder gets another title, another place, or leaves it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.documents.actions.held import lock_in_open_folder, lock_open, trace
from telavis.documents.advice import Excuse
from telavis.documents.limits import TITLE_LENGTH
from telavis.documents.models import Document
from telavis.documents.names import clean_text, title_for
from telavis.documents.queries import documents_in


@transaction.atomic
def rename(document: Document, *, title: str, by: Actor) -> Document:
    """Give it another title; an empty one brings the name of the file back."""
    document = lock_in_open_folder(document)
    document.title = clean_text(title)[:TITLE_LENGTH] or title_for(document.file_name)
    document.save(update_fields=["title"])
    return document


@transaction.atomic
def excuse(
    document: Document, reason: Excuse | None, *, by: Actor, service_request_id: UUID | None = None
) -> Document:
    """Say why a picture cannot be taken again, for the expert to read; nothing takes the reason back."""
    document = lock_in_open_folder(document)
    document.excuse = reason.value if reason else ""
    document.save(update_fields=["excuse"])
    trace(AuditAction.EXCUSE_DOCUMENT, document, by, service_request_id)
    return document


@transaction.atomic
def remove(document: Document, *, by: Actor, service_request_id: UUID | None = None) -> Document:
    """Take it out of its folder; it can be put back until the bin is emptied."""
    document = lock_in_open_folder(document)
    if document.removed_at is None:
        document.removed_at = timezone.now()
        document.save(update_fields=["removed_at"])
        trace(AuditAction.REMOVE_DOCUMENT, document, by, service_request_id)
    return document


@transaction.atomic
def move(document: Document, *, up: bool, by: Actor) -> None:
    """One rank up or down: the expert and the PDF read the documents in this order. The ends stay where they are."""
    lock_open(document.folder)
    documents = list(documents_in(document.folder))
    here = next((rank for rank, each in enumerate(documents) if each.pk == document.pk), None)
    if here is None:
        return
    there = min(max(here + (-1 if up else 1), 0), len(documents) - 1)
    documents.insert(there, documents.pop(here))
    for position, each in enumerate(documents):
        each.position = position
    Document.objects.bulk_update(documents, ["position"])
