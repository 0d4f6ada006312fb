"""The keys that open data keys: given by the environment, never kept in the database (docs/decisions/0041)."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from telavis.gateways.sealed_files import DataKey

NONCE = 12


class KeyMissing(Exception):
    """A data key was wrapped by a key that this program was not given, or that is another under the same name."""


def current_id() -> str:
    """The first key of the ring wraps; the others only open what they have wrapped."""
    return next(iter(settings.DOCUMENTS_KEYS))


def known_ids() -> list[str]:
    return list(settings.DOCUMENTS_KEYS)


def wrap(data_key: DataKey) -> tuple[bytes, str]:
    """The data key as a row may hold it, and the id of the key that opens it."""
    key_id, nonce = current_id(), os.urandom(NONCE)
    return nonce + AESGCM(settings.DOCUMENTS_KEYS[key_id]).encrypt(nonce, data_key, key_id.encode()), key_id


def unwrap(wrapped: bytes, key_id: str) -> DataKey:
    key = settings.DOCUMENTS_KEYS.get(key_id)
    if key is None:
        raise KeyMissing(f"The key “{key_id}” is not among those of DOCUMENTS_KEYS.")
    try:
        return DataKey(AESGCM(key).decrypt(wrapped[:NONCE], wrapped[NONCE:], key_id.encode()))
    except InvalidTag:
        raise KeyMissing(f"The key “{key_id}” of DOCUMENTS_KEYS is not the one that was used.") from None
