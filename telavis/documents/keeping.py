"""The bytes of a document or of an upload: sealed with a data key that its own row holds, wrapped."""

from typing import Any

from django.core.files import File

from telavis.documents.models import Sealed
from telavis.gateways import key_ring, object_store
from telavis.gateways.sealed_files import DataKey, new_data_key


def give_key(holder: Sealed) -> None:
    """A data key of its own, before its first byte is kept."""
    holder.wrapped_key, holder.key_id = key_ring.wrap(new_data_key())


def keep(holder: Sealed, content: "File[Any]", *, drawer: str) -> str:
    """Under a key that cannot be guessed."""
    return object_store.put(content, drawer=drawer, data_key=_key_of(holder))


def opened(holder: Sealed, key: str) -> "File[Any]":
    """To read; the caller closes it. Rows of an earlier version have no key, and their bytes lie as they came."""
    return object_store.read(key, _key_of(holder)) if holder.key_id else object_store.read_plain(key)


def rewrap(holder: Sealed) -> None:
    """The same data key, for the key in use: not one byte of a file changes."""
    holder.wrapped_key, holder.key_id = key_ring.wrap(_key_of(holder))


def _key_of(holder: Sealed) -> DataKey:
    return key_ring.unwrap(bytes(holder.wrapped_key), holder.key_id)
