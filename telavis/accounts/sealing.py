"""Secrets that must be read again are sealed in the database, under a key that only this site can derive."""

import os
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


class BrokenSeal(Exception):
    """It was sealed under another SECRET_KEY, for somebody else, or has been changed."""


def seal(secret: str, *, owner: object) -> str:
    """The secret as it may lie in a table; it opens for the same owner only."""
    nonce = os.urandom(NONCE)
    return b64encode(nonce + _cipher().encrypt(nonce, secret.encode(), str(owner).encode())).decode()


def unseal(sealed: str, *, owner: object) -> str:
    """The secret, or BrokenSeal."""
    try:
        kept = b64decode(sealed, validate=True)
        return _cipher().decrypt(kept[:NONCE], kept[NONCE:], str(owner).encode()).decode()
    except (InvalidTag, ValueError):
        raise BrokenSeal from None


def _cipher() -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=None, info=b"telavis.accounts.sealing")
    return AESGCM(derived.derive(settings.SECRET_KEY.encode()))
