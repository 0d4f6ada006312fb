"""Where the bytes of documents lie: a folder on disk, or an S3 object store; sealed in both.

Keys tell nothing and cannot be guessed. What is put is sealed with a data key that the caller keeps, and opened with it.
"""

import errno
import io
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from telavis.gateways.sealed_files import DataKey, Opened, Sealing, Source
from telavis.gateways.stored_parts import source_of


class StoreFull(Exception):
    """There is no room left for what was to be kept."""


ALIAS = "documents"


def store() -> Storage:
    """The storage of the settings: the same calls on disk and in an object store."""
    return storages[ALIAS]


def put(content: "File[Any]", *, drawer: str, data_key: DataKey) -> str:
    """Keep these bytes, sealed; the key that is returned is the only way back to them. Of a failure nothing is left."""
    key = _new_key(drawer)
    content.seek(0)
    sealing = Sealing(content, content.size, data_key=data_key, identity=_identity(key))
    storage = store()
    try:
        return storage.save(key, File(cast("IO[bytes]", sealing), name=key))
    except BaseException as error:
        with suppress(Exception):
            storage.delete(key)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull from error
        raise


def put_again(kept: str, *, drawer: str) -> str:
    """A further key to what is kept: erasing under one leaves the other. On disk, one file has both names.

    The identity that the bytes are bound to stays in the new key, and so does the data key that opens them.
    """
    storage = store()
    key = f"{_new_key(drawer).rsplit('/', maxsplit=1)[0]}/{_identity(kept)}-{secrets.token_hex(4)}"
    if isinstance(storage, FileSystemStorage):
        with suppress(OSError):  # this file system has no second names, or no more of them
            return _second_name(storage, kept, key)
    with storage.open(kept, "rb") as content:
        return storage.save(key, content)


def read(key: str, data_key: DataKey) -> "File[Any]":
    """Open what is kept under this key; the caller closes it. Only what is read of it is fetched."""
    source = _source(key)
    try:
        opened = Opened(source, data_key=data_key, identity=_identity(key))
    except BaseException:
        source.close()
        raise
    file = File(io.BufferedReader(opened, buffer_size=io.DEFAULT_BUFFER_SIZE), name=key)
    file.size = opened.length
    return file


def read_plain(key: str) -> "File[Any]":
    """What an installation kept before its documents were sealed."""
    return store().open(key, "rb")


def erase(key: str) -> None:
    """Forget these bytes; doing it twice is no fault."""
    if key:
        store().delete(key)


def kept_keys(drawer: str = "") -> Iterator[tuple[str, datetime]]:
    """All that lies in the store, or in one drawer of it, and since when."""
    storage = store()
    if isinstance(storage, FileSystemStorage):
        root = Path(storage.location)
        for path in (root / drawer).rglob("*"):
            with suppress(FileNotFoundError):  # erased meanwhile
                if path.is_file():
                    yield path.relative_to(root).as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return
    bucket: Any = getattr(storage, "bucket")  # noqa: B009 Django's own type of a store knows no bucket
    for kept in bucket.objects.filter(Prefix=f"{drawer}/" if drawer else ""):
        yield kept.key, kept.last_modified


def _source(key: str) -> Source:
    return source_of(store(), key)


def _identity(key: str) -> str:
    return key.rsplit("/", maxsplit=1)[-1].partition("-")[0]


def _new_key(drawer: str) -> str:
    token = secrets.token_hex(32)
    return f"{drawer}/{token[:2]}/{token}"


def _second_name(storage: FileSystemStorage, kept: str, key: str) -> str:
    place = Path(storage.path(key))
    for folder in (place.parent.parent, place.parent):
        folder.mkdir(mode=storage.directory_permissions_mode or 0o777, exist_ok=True)
    place.hardlink_to(storage.path(kept))
    return key
