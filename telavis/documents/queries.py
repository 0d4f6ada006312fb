"""What a folder holds."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from telavis.documents.limits import DAYS_IN_THE_BIN
from telavis.documents.models import Document, DocumentQuerySet, DocumentState, Folder, Sealed


def documents_in(folder: Folder) -> DocumentQuerySet:
    """The documents of a folder, in their order, without those that were removed."""
    return Document.objects.present().filter(folder=folder)


def kept_in(folder: Folder) -> DocumentQuerySet:
    """Those that hold a place and that a reader will see: all but the refused ones."""
    return documents_in(folder).exclude(state=DocumentState.REFUSED)


def not_ready_in(folder: Folder) -> DocumentQuerySet:
    """Those that no reader would see as they are now: still being checked, or refused and never removed."""
    return documents_in(folder).exclude(state=DocumentState.READY)


def is_checking(folder: Folder) -> bool:
    return documents_in(folder).filter(state=DocumentState.RECEIVED).exists()


def needed_keys() -> list[str]:
    """The ids of the keys without which some document cannot be opened; the keys themselves are elsewhere."""
    sealed = (holders._default_manager.exclude(key_id="") for holders in Sealed.__subclasses__())
    return sorted(
        {
            key
            for rows in sealed
            for key in rows.order_by("key_id").values_list("key_id", flat=True).distinct()
        }
    )


def removed_from(folder: Folder) -> QuerySet[Document]:
    """Those that can still be put back, the last removed first."""
    since = bin_opens_at(timezone.now())
    return Document.objects.filter(folder=folder, removed_at__gt=since).order_by("-removed_at")


def bin_opens_at(now: datetime) -> datetime:
    """What was removed before this moment is erased."""
    return now - timedelta(days=DAYS_IN_THE_BIN)
