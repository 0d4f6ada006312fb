"""Where the bytes of documents lie: a folder on disk, or an S3 object store. Keys tell nothing and cannot be guessed."""

import secrets
from typing import Any

from django.core.files import File
from django.core.files.storage import Storage, storages

ALIAS = "documents"


def store() -> Storage:
    """The storage of the settings: the same calls on disk and in an object store."""
    return storages[ALIAS]


def put(content: "File[Any]", *, drawer: str) -> str:
    """Keep these bytes; the key that is returned is the only way back to them."""
    token = secrets.token_hex(32)
    return store().save(f"{drawer}/{token[:2]}/{token}", content)


def read(key: str) -> "File[Any]":
    """Open what is kept under this key; the caller closes it."""
    return store().open(key, "rb")


def erase(key: str) -> None:
    """Forget these bytes; doing it twice is no fault."""
    if key:
        store().delete(key)
