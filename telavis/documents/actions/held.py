"""What every act on documents does first and last: hold the rows that it changes, and leave a trace."""

from uuid import UUID

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.documents.models import Document, Folder
from telavis.documents.refusals import FileRefused, Refusal


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


def trace(action: AuditAction, document: Document, by: Actor, service_request_id: UUID | None) -> None:
    record(
        action, by=by, object_kind="document", object_id=document.pk, service_request_id=service_request_id
    )
