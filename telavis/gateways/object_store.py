"""Where the bytes of documents lie: a folder on disk, or an S3 object store. Keys tell nothing and cannot be guessed."""

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

ALIAS = "documents"


def store() -> Storage:
    """The storage of the settings: the same calls on disk and in an object store."""
    return storages[ALIAS]


def put(content: "File[Any]", *, drawer: str) -> str:
    """Keep these bytes; the key that is returned is the only way back to them."""
    return store().save(_new_key(drawer), content)


def put_again(kept: str, *, drawer: str) -> str:
    """A further key to what is kept: erasing under one leaves the other. On disk, one file has both names."""
    storage = store()
    if isinstance(storage, FileSystemStorage):
        with suppress(OSError):  # this file system has no second names, or no more of them
            return _second_name(storage, kept, _new_key(drawer))
    with read(kept) as content:
        return put(content, drawer=drawer)


def read(key: str) -> "File[Any]":
    """Open what is kept under this key; the caller closes it."""
    return store().open(key, "rb")


def erase(key: str) -> None:
    """Forget these bytes; doing it twice is no fault."""
    if key:
        store().delete(key)


def _new_key(drawer: str) -> str:
    token = secrets.token_hex(32)
    return f"{drawer}/{token[:2]}/{token}"


def _second_name(storage: FileSystemStorage, kept: str, key: str) -> str:
    place = Path(storage.path(key))
    for folder in (place.parent.parent, place.parent):
        folder.mkdir(mode=storage.directory_permissions_mode or 0o777, exist_ok=True)
    place.hardlink_to(storage.path(kept))
    return key
