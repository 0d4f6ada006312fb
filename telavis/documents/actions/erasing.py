"""What nobody may need any more is erased: rows, then bytes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from telavis.documents.limits import HOURS_TO_COMPLETE
from telavis.documents.models import Document, Folder, Upload, UploadPiece
from telavis.documents.queries import bin_opens_at, lost_folders
from telavis.gateways import object_store

ARRIVING = "arriving"
AN_HOUR = timedelta(hours=1)


def empty_bin(now: datetime) -> int:
    """Erase what was removed more than 30 days ago."""
    return _erase(list(Document.objects.filter(removed_at__lte=bin_opens_at(now))))


def erase_folder(folder: Folder) -> None:
    """Erase a folder with all that it holds; its owner must have let go of it. What still arrives waits, and is refused."""
    with transaction.atomic():
        list(Folder.objects.select_for_update(of=("self",)).filter(pk=folder.pk))
        erase_uploads(list(folder.uploads.all()))
        _erase(list(folder.documents.all()))
        folder.delete()


def erase_uploads(uploads: Sequence[Upload]) -> int:
    """What was on its way, with its pieces; the rows are locked, or their folder is."""
    with transaction.atomic():
        keys = [key for each in uploads for key in each.kept_keys]
        Upload.objects.filter(pk__in=[each.pk for each in uploads]).delete()
        transaction.on_commit(lambda: _erase_bytes(keys))
    return len(uploads)


def erase_pieces(upload: Upload) -> None:
    """They are one file now; the upload is locked."""
    keys = upload.kept_keys
    upload.pieces.all().delete()
    transaction.on_commit(lambda: _erase_bytes(keys))


def sweep(now: datetime) -> int:
    """What nobody completed within a day: uploads, folders that nobody points to, pieces of which no row is left."""
    since = now - timedelta(hours=HOURS_TO_COMPLETE)
    swept = _sweep_uploads(since)
    for folder in lost_folders(since):
        erase_folder(folder)
        swept += 1
    return swept + _sweep_pieces(since - AN_HOUR)


@transaction.atomic
def _sweep_uploads(since: datetime) -> int:
    """Given up, or a document whose pieces are together. One that goes on at this moment is held, and is left alone."""
    old = Upload.objects.filter(moved_at__lt=since).exclude(document__original_key="")
    return erase_uploads(list(old.select_for_update(of=("self",), skip_locked=True)))


def _sweep_pieces(since: datetime) -> int:
    """Left by a process that was killed before its row stood; no upload is as old as they are."""
    swept = 0
    for key, put_at in object_store.kept_keys(ARRIVING):
        if put_at < since and not UploadPiece.objects.filter(key=key).exists():
            object_store.erase(key)
            swept += 1
    return swept


def _erase(documents: Sequence[Document]) -> int:
    """Rows first; the bytes follow when the transaction stands."""
    keys = [key for each in documents for key in each.kept_keys]
    with transaction.atomic():
        Document.objects.filter(pk__in=[each.pk for each in documents]).delete()
        transaction.on_commit(lambda: _erase_bytes(keys))
    return len(documents)


def _erase_bytes(keys: Sequence[str]) -> None:
    for key in keys:
        object_store.erase(key)
