"""What nobody may need any more is erased: rows, then bytes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from telavis.documents.models import Document, Folder
from telavis.documents.queries import bin_opens_at
from telavis.gateways import object_store


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
    keys = [key for each in documents for key in each.kept_keys]
    with transaction.atomic():
        Document.objects.filter(pk__in=[each.pk for each in documents]).delete()
        transaction.on_commit(lambda: _erase_bytes(keys))
    return len(documents)


def _erase_bytes(keys: Sequence[str]) -> None:
    for key in keys:
        object_store.erase(key)
