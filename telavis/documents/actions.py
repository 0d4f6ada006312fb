"""What is done with documents: adding, renaming, moving, removing; and what the worker found out about them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.documents.announcements import document_refused
from telavis.documents.cleaning.kinds import HEAD, FileKind, kind_of
from telavis.documents.cleaning.outcome import Cleaned
from telavis.documents.jobs import ask_to_make_safe
from telavis.documents.limits import MAX_FILE_SIZE, MAX_FILES, TITLE_LENGTH
from telavis.documents.models import Document, DocumentKind, DocumentState, Folder
from telavis.documents.names import clean_file_name, clean_text, title_for
from telavis.documents.queries import bin_opens_at, documents_in, kept_in
from telavis.documents.refusals import FileRefused, Refusal, sentence
from telavis.gateways import object_store


def new_folder() -> Folder:
    return Folder.objects.create()


@transaction.atomic
def close_folder(folder: Folder) -> None:
    """What it holds has been sent: from now on nothing comes in or goes out."""
    _set_closed(folder, timezone.now())


@transaction.atomic
def open_folder(folder: Folder) -> None:
    """What was sent has been recalled."""
    _set_closed(folder, None)


def add(
    folder: Folder,
    file: "File[Any]",
    *,
    title: str = "",
    by: Actor,
    question: str = "",
    service_request_id: UUID | None = None,
) -> Document:
    """Keep a file and ask the worker to make it safe. The bytes are stored before the transaction, not inside it."""
    file_name = clean_file_name(file.name or "")
    size, sha256 = _look_at(file)
    _check_room(folder, sha256)
    document = Document(
        folder=folder,
        title=clean_text(title)[:TITLE_LENGTH] or title_for(file_name),
        file_name=file_name,
        question=question,
        original_key=object_store.put(file, drawer="originals"),
        original_sha256=sha256,
        original_size=size,
        added_by_id=by.user_id,
        added_by_label=by.user_label,
    )
    try:
        _join(document, by=by, service_request_id=service_request_id)
    except BaseException:
        object_store.erase(document.original_key)
        raise
    return document


@transaction.atomic
def rename(document: Document, *, title: str, by: Actor) -> Document:
    """Give it another title; an empty one brings the name of the file back."""
    document = _lock_in_open_folder(document)
    document.title = clean_text(title)[:TITLE_LENGTH] or title_for(document.file_name)
    document.save(update_fields=["title"])
    return document


@transaction.atomic
def remove(document: Document, *, by: Actor, service_request_id: UUID | None = None) -> Document:
    """Take it out of its folder; it can be put back until the bin is emptied."""
    document = _lock_in_open_folder(document)
    if document.removed_at is None:
        document.removed_at = timezone.now()
        document.save(update_fields=["removed_at"])
        _trace(AuditAction.REMOVE_DOCUMENT, document, by, service_request_id)
    return document


@transaction.atomic
def put_back(document: Document, *, by: Actor, service_request_id: UUID | None = None) -> Document:
    """Undo a removal, if the folder still has room for it."""
    document = _lock_in_open_folder(document)
    if document.removed_at is not None:
        _check_room(document.folder, document.original_sha256)
        document.removed_at = None
        document.save(update_fields=["removed_at"])
        _trace(AuditAction.ADD_DOCUMENT, document, by, service_request_id)
    return document


@transaction.atomic
def move(document: Document, *, up: bool, by: Actor) -> None:
    """One rank up or down: the expert and the PDF read the documents in this order. The ends stay where they are."""
    _lock_open(document.folder)
    documents = list(documents_in(document.folder))
    here = next((rank for rank, each in enumerate(documents) if each.pk == document.pk), None)
    if here is None:
        return
    there = min(max(here + (-1 if up else 1), 0), len(documents) - 1)
    documents.insert(there, documents.pop(here))
    for position, each in enumerate(documents):
        each.position = position
    Document.objects.bulk_update(documents, ["position"])


@transaction.atomic
def accept(
    document: Document, cleaned: Cleaned, *, rendition: "File[Any]", sha256: str, keys: tuple[str, str]
) -> bool:
    """The worker made it safe. False when it was no longer waiting: another worker came first."""
    document = _lock(document)
    if document.state != DocumentState.RECEIVED:
        return False
    document.state = DocumentState.READY
    document.kind = DocumentKind.PDF if cleaned.rendition_type == FileKind.PDF else DocumentKind.IMAGE
    document.rendition_key, document.thumbnail_key = keys
    document.rendition_type = cleaned.rendition_type
    document.rendition_sha256, document.rendition_size = sha256, rendition.size
    document.width, document.height, document.pages = cleaned.width, cleaned.height, cleaned.pages
    document.save(
        update_fields=[
            *("state", "kind", "rendition_key", "thumbnail_key", "rendition_type"),
            *("rendition_sha256", "rendition_size", "width", "height", "pages"),
        ]
    )
    return True


@transaction.atomic
def refuse(document: Document, refusal: Refusal) -> None:
    """The worker could not make it safe: it will never be shown, and the tile says why."""
    document = _lock(document)
    if document.state == DocumentState.RECEIVED:
        document.state, document.refusal = DocumentState.REFUSED, sentence(refusal)
        document.save(update_fields=["state", "refusal"])
        document_refused.send(sender=Document, document=document)


def empty_bin(now: datetime) -> int:
    """Erase what was removed more than 30 days ago."""
    return _erase(list(Document.objects.filter(removed_at__lte=bin_opens_at(now))))


def erase_folder(folder: Folder) -> None:
    """Erase a folder with all that it holds; its owner must have let go of it."""
    with transaction.atomic():
        _erase(list(folder.documents.all()))
        folder.delete()


def _erase(documents: Sequence[Document]) -> int:
    """Rows first; the bytes follow when the transaction stands."""
    keys = [
        key
        for each in documents
        for key in (each.original_key, each.rendition_key, each.thumbnail_key)
        if key
    ]
    with transaction.atomic():
        Document.objects.filter(pk__in=[each.pk for each in documents]).delete()
        transaction.on_commit(lambda: _erase_bytes(keys))
    return len(documents)


def _erase_bytes(keys: Sequence[str]) -> None:
    for key in keys:
        object_store.erase(key)


def _look_at(file: "File[Any]") -> tuple[int, str]:
    """Size and hash, refusing at once what needs no decoding to be refused."""
    file.seek(0)
    if kind_of(file.read(HEAD)) is None:
        raise FileRefused(Refusal.WRONG_TYPE if file.size else Refusal.EMPTY)
    if file.size > MAX_FILE_SIZE:
        raise FileRefused(Refusal.TOO_HEAVY)
    file.seek(0)
    sha256 = hashlib.sha256()
    for chunk in file.chunks():
        sha256.update(chunk)
    file.seek(0)
    return file.size, sha256.hexdigest()


def _check_room(folder: Folder, sha256: str) -> None:
    kept = kept_in(folder)
    if kept.filter(original_sha256=sha256).exists():
        raise FileRefused(Refusal.DUPLICATE)
    if kept.count() >= MAX_FILES:
        raise FileRefused(Refusal.TOO_MANY)


@transaction.atomic
def _join(document: Document, *, by: Actor, service_request_id: UUID | None) -> None:
    """Two files that arrive at once take turns: the locked folder counts right."""
    folder = _lock_open(document.folder)
    _check_room(folder, document.original_sha256)
    last = folder.documents.order_by("-position").values_list("position", flat=True).first()
    document.position = 0 if last is None else last + 1
    document.save(force_insert=True)
    _trace(AuditAction.ADD_DOCUMENT, document, by, service_request_id)
    ask_to_make_safe(document.pk)


def _trace(action: AuditAction, document: Document, by: Actor, service_request_id: UUID | None) -> None:
    record(
        action, by=by, object_kind="document", object_id=document.pk, service_request_id=service_request_id
    )


def _lock(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)


def _lock_in_open_folder(document: Document) -> Document:
    _lock_open(document.folder)
    return _lock(document)


def _lock_open(folder: Folder) -> Folder:
    """Held until the end of the transaction; a request that is being sent waits for us, or we are told."""
    folder = _lock_folder(folder)
    if folder.closed_at is not None:
        raise FileRefused(Refusal.CLOSED)
    return folder


def _lock_folder(folder: Folder) -> Folder:
    return Folder.objects.select_for_update(of=("self",)).get(pk=folder.pk)


def _set_closed(folder: Folder, moment: datetime | None) -> None:
    folder = _lock_folder(folder)
    folder.closed_at = moment
    folder.save(update_fields=["closed_at"])
