"""What every act on documents does first and last: hold the rows that it changes, and leave a trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.documents.models import Document, Folder
from telavis.documents.refusals import FileRefused, Refusal
from telavis.gateways.object_store import StoreFull


def lock(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)


def lock_in_open_folder(document: Document) -> Document:
    lock_open(document.folder)
    return lock(document)


def lock_open(folder: Folder) -> Folder:
    """Held until the end of the transaction; a request that is being sent waits for us, or we are told."""
    folder = lock_folder(folder)
    if folder.closed_at is not None:
        raise FileRefused(Refusal.CLOSED)
    return folder


def lock_folder(folder: Folder) -> Folder:
    return Folder.objects.select_for_update(of=("self",)).get(pk=folder.pk)


def next_position(folder: Folder) -> int:
    """Behind those that are there; the folder is locked."""
    last = folder.documents.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


@contextmanager
def told_when_full() -> Iterator[None]:
    """To the person who sends a file; a worker tries again instead."""
    try:
        yield
    except StoreFull:
        raise FileRefused(Refusal.NO_ROOM) from None


def trace(action: AuditAction, document: Document, by: Actor, service_request_id: UUID | None) -> None:
    record(
        action, by=by, object_kind="document", object_id=document.pk, service_request_id=service_request_id
    )
