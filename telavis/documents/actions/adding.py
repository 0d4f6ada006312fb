"""A file comes into a folder, or back into it."""

import hashlib
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction

from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.documents.actions.held import (
    lock_in_open_folder,
    lock_open,
    next_position,
    told_when_full,
    trace,
)
from telavis.documents.cleaning.kinds import HEAD, kind_of
from telavis.documents.jobs import ask_to_make_safe
from telavis.documents.keeping import give_key, keep
from telavis.documents.limits import MAX_FILE_SIZE, MAX_FILES, TITLE_LENGTH
from telavis.documents.models import Document, Folder
from telavis.documents.names import clean_file_name, clean_text, title_for
from telavis.documents.queries import kept_in
from telavis.documents.refusals import FileRefused, Refusal
from telavis.gateways import object_store


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
    check_room(folder, sha256)
    document = Document(
        folder=folder,
        title=clean_text(title)[:TITLE_LENGTH] or title_for(file_name),
        file_name=file_name,
        question=question,
        original_sha256=sha256,
        original_size=size,
        added_by_id=by.user_id,
        added_by_label=by.user_label,
    )
    give_key(document)
    with told_when_full():
        document.original_key = keep(document, file, drawer="originals")
    try:
        _join(document, by=by, service_request_id=service_request_id)
    except BaseException:
        object_store.erase(document.original_key)
        raise
    return document


@transaction.atomic
def put_back(document: Document, *, by: Actor, service_request_id: UUID | None = None) -> Document:
    """Undo a removal, if the folder still has room for it."""
    document = lock_in_open_folder(document)
    if document.removed_at is not None:
        check_room(document.folder, document.original_sha256)
        document.removed_at = None
        document.save(update_fields=["removed_at"])
        trace(AuditAction.ADD_DOCUMENT, document, by, service_request_id)
    return document


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


def check_room(folder: Folder, sha256: str) -> None:
    kept = kept_in(folder)
    if (
        sha256 and kept.filter(original_sha256=sha256).exists()
    ):  # until its pieces are together, a file has none
        raise FileRefused(Refusal.DUPLICATE)
    if kept.count() >= MAX_FILES:
        raise FileRefused(Refusal.TOO_MANY)


@transaction.atomic
def _join(document: Document, *, by: Actor, service_request_id: UUID | None) -> None:
    """Two files that arrive at once take turns: the locked folder counts right."""
    folder = lock_open(document.folder)
    check_room(folder, document.original_sha256)
    document.position = next_position(folder)
    document.save(force_insert=True)
    trace(AuditAction.ADD_DOCUMENT, document, by, service_request_id)
    ask_to_make_safe(document.pk)
