"""A file comes in by pieces: begun, gone on with, given up, and whole in the end."""

from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.documents.actions.arranging import remove
from telavis.documents.actions.erasing import ARRIVING, erase_pieces, erase_uploads
from telavis.documents.actions.held import (
    lock,
    lock_folder,
    lock_open,
    next_position,
    told_when_full,
    trace,
)
from telavis.documents.actions.making_safe import refuse
from telavis.documents.cleaning.kinds import HEAD, kind_of
from telavis.documents.jobs import ask_to_make_safe, ask_to_put_together
from telavis.documents.keeping import give_key, keep
from telavis.documents.limits import MAX_FILES, MAX_UPLOAD_SIZE
from telavis.documents.models import Document, Folder, Upload, UploadPiece
from telavis.documents.names import clean_file_name, title_for
from telavis.documents.queries import is_there_room, kept_in
from telavis.documents.refusals import FileRefused, Refusal
from telavis.gateways import object_store


class WrongOffset(Exception):
    """The piece does not begin where the upload stands; `received` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


@transaction.atomic
def start_upload(folder: Folder, *, file_name: str, length: int, by: Actor, question: str = "") -> Upload:
    """A file of this length is about to come. Raises FileRefused for what is refused before a byte of it is here."""
    if not 0 < length <= MAX_UPLOAD_SIZE:
        raise FileRefused(Refusal.TOO_LARGE if length else Refusal.EMPTY)
    folder = lock_open(folder)
    if not is_there_room(folder):
        raise FileRefused(Refusal.TOO_MANY)
    upload = Upload(
        folder=folder,
        file_name=clean_file_name(file_name),
        question=question,
        length=length,
        added_by_id=by.user_id,
        added_by_label=by.user_label,
    )
    give_key(upload)
    upload.save(force_insert=True)
    return upload


def append(
    upload: Upload, piece: bytes, *, at: int, by: Actor, service_request_id: UUID | None = None
) -> Upload:
    """Keep the next piece; the last one makes a document of it. The bytes are stored before the transaction."""
    if at != upload.received:
        raise WrongOffset(upload.received)
    if at == 0 and len(piece) >= min(HEAD, upload.length) and kind_of(piece[:HEAD]) is None:
        cancel(upload, by=by)
        raise FileRefused(Refusal.WRONG_TYPE)
    with told_when_full():
        key = keep(upload, ContentFile(piece), drawer=ARRIVING)
    try:
        return _advance(upload, UploadPiece(start=at, size=len(piece), key=key), by, service_request_id)
    except BaseException:
        object_store.erase(key)
        raise


@transaction.atomic
def _advance(upload: Upload, piece: UploadPiece, by: Actor, service_request_id: UUID | None) -> Upload:
    """Two that bring the same piece take turns: the second is told where the upload stands."""
    folder = lock_open(upload.folder)
    upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if piece.start != upload.received or piece.size > upload.length - upload.received:
        raise WrongOffset(upload.received)
    piece.upload = upload
    piece.save(force_insert=True)
    upload.received += piece.size
    upload.moved_at = timezone.now()
    if upload.received == upload.length:
        upload.document = _as_document(upload, folder)
        trace(AuditAction.ADD_DOCUMENT, upload.document, by, service_request_id)
        ask_to_put_together(upload.pk)
    upload.save(update_fields=["received", "moved_at", "document"])
    return upload


def _as_document(upload: Upload, folder: Folder) -> Document:
    """It has its place among the others at once; its original follows when the pieces are put together."""
    if kept_in(folder).count() >= MAX_FILES:
        raise FileRefused(Refusal.TOO_MANY)
    return Document.objects.create(
        folder=folder,
        position=next_position(folder),
        title=title_for(upload.file_name),
        file_name=upload.file_name,
        question=upload.question,
        original_size=upload.length,
        wrapped_key=upload.wrapped_key,
        key_id=upload.key_id,
        added_by_id=upload.added_by_id,
        added_by_label=upload.added_by_label,
    )


@transaction.atomic
def cancel(upload: Upload, *, by: Actor, service_request_id: UUID | None = None) -> None:
    """Given up; nothing of it stays. The last piece may have come meanwhile: then the document leaves its folder."""
    lock_folder(upload.folder)
    held = Upload.objects.select_for_update(of=("self",)).select_related("document__folder").get(pk=upload.pk)
    if held.document is None:
        erase_uploads([held])
    else:
        remove(held.document, by=by, service_request_id=service_request_id)


@transaction.atomic
def finish(upload: Upload, *, key: str, sha256: str) -> bool:
    """The worker has put the pieces together. False when another worker came first, or the upload has gone.

    The row stays until it is swept: whoever did not hear that the last piece arrived asks again, or gives it up.
    """
    document = _still_in_pieces(upload)
    if document is None:
        return False
    document.original_key, document.original_sha256 = key, sha256
    document.save(update_fields=["original_key", "original_sha256"])
    same = kept_in(document.folder).filter(original_sha256=sha256).exclude(pk=document.pk)
    if same.exists():
        refuse(document, Refusal.DUPLICATE)
    else:
        ask_to_make_safe(document.pk)
    erase_pieces(upload)
    return True


@transaction.atomic
def lose(upload: Upload) -> None:
    """Pieces are gone from the store: whoever sent them is told, unless another worker has put them together."""
    if document := _still_in_pieces(upload):
        refuse(document, Refusal.NOT_WHOLE)
        erase_uploads([upload])


def _still_in_pieces(upload: Upload) -> Document | None:
    """The document of an upload that is whole, as long as it has no original; folder, upload and document are locked."""
    lock_folder(upload.folder)
    held = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk).first()
    if held is None or held.document_id is None:
        return None
    document = lock(Document(pk=held.document_id))
    return None if document.original_key else document
