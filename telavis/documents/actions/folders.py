"""A folder is opened, closed when what it holds is sent, and opened again by a recall."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from telavis.documents.actions.held import lock_folder
from telavis.documents.models import Folder


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


def _set_closed(folder: Folder, moment: datetime | None) -> None:
    folder = lock_folder(folder)
    folder.closed_at = moment
    folder.save(update_fields=["closed_at"])
