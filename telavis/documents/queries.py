"""What a folder holds."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from telavis.documents.limits import DAYS_IN_THE_BIN, MAX_FILES
from telavis.documents.models import Document, DocumentQuerySet, DocumentState, Folder, Sealed, Upload

STILL_ARRIVING = timedelta(minutes=15)


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


def is_there_room(folder: Folder) -> bool:
    """For one more, beside those that are there and those that arrive at this moment."""
    arriving = Upload.objects.filter(
        folder=folder, document__isnull=True, moved_at__gt=timezone.now() - STILL_ARRIVING
    )
    return kept_in(folder).count() + arriving.count() < MAX_FILES


def lost_folders(since: datetime) -> QuerySet[Folder]:
    """Made before then, and no request, message or registration points to them: who points is asked of the models."""
    found = Folder.objects.filter(created_at__lt=since)
    for relation in Folder._meta.related_objects:
        if relation.related_model not in (Document, Upload):
            pointing = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.filter(~Exists(pointing))
    return found


def removed_from(folder: Folder) -> QuerySet[Document]:
    """Those that can still be put back, the last removed first."""
    since = bin_opens_at(timezone.now())
    return Document.objects.filter(folder=folder, removed_at__gt=since).order_by("-removed_at")


def bin_opens_at(now: datetime) -> datetime:
    """What was removed before this moment is erased."""
    return now - timedelta(days=DAYS_IN_THE_BIN)
