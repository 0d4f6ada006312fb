"""What the worker found out about a document."""

from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from telavis.documents.actions.held import lock
from telavis.documents.announcements import document_refused
from telavis.documents.cleaning.kinds import FileKind
from telavis.documents.cleaning.outcome import Cleaned
from telavis.documents.jobs import ask_to_make_safe
from telavis.documents.models import Document, DocumentKind, DocumentPage, DocumentState
from telavis.documents.refusals import Refusal, sentence

SCAN_AGAIN = 20
"""Seconds until the antivirus is asked again."""


@dataclass(frozen=True)
class Stored:
    """Where what the child made was put."""

    rendition: str
    thumbnail: str
    pieces: str = ""

    @property
    def keys(self) -> list[str]:
        return [key for key in (self.rendition, self.thumbnail, self.pieces) if key]


@transaction.atomic
def accept(
    document: Document, cleaned: Cleaned, *, rendition: "File[Any]", sha256: str, stored: Stored
) -> bool:
    """The worker made it safe. False when it was no longer waiting: another worker came first."""
    document = lock(document)
    if document.state != DocumentState.RECEIVED:
        return False
    document.state = DocumentState.READY
    document.kind = DocumentKind.PDF if cleaned.rendition_type == FileKind.PDF else DocumentKind.IMAGE
    document.rendition_key, document.thumbnail_key = stored.rendition, stored.thumbnail
    document.pieces_key = stored.pieces
    document.original_type, document.rendition_type = cleaned.original_type, cleaned.rendition_type
    document.rendition_sha256, document.rendition_size = sha256, rendition.size
    document.width, document.height, document.pages = cleaned.width, cleaned.height, cleaned.pages
    document.header, document.measures = cleaned.header, cleaned.measures
    document.save(
        update_fields=[
            *("state", "kind", "rendition_key", "thumbnail_key", "pieces_key", "original_type"),
            *("rendition_type", "rendition_sha256", "rendition_size", "width", "height", "pages"),
            *("header", "measures"),
        ]
    )
    DocumentPage.objects.bulk_create(DocumentPage(document=document, **vars(page)) for page in cleaned.leaves)
    return True


@transaction.atomic
def refuse(document: Document, refusal: Refusal) -> None:
    """The worker could not make it safe: it will never be shown, and the tile says why."""
    document = lock(document)
    if document.state == DocumentState.RECEIVED:
        document.state, document.refusal = DocumentState.REFUSED, sentence(refusal)
        document.save(update_fields=["state", "refusal"])
        document_refused.send(sender=Document, document=document)


@transaction.atomic
def wait_for_scan(document: Document) -> None:
    """The antivirus is silent: the file waits, its tile says so, and it is tried again."""
    document = lock(document)
    if document.state == DocumentState.RECEIVED:
        if document.unscanned_since is None:
            document.unscanned_since = timezone.now()
            document.save(update_fields=["unscanned_since"])
        ask_to_make_safe(document.pk, in_seconds=SCAN_AGAIN)
