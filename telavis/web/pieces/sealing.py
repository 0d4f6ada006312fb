"""What must not be read where it waits (a session, a page): sealed by a key of this server."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet
from django.utils.crypto import salted_hmac


def seal(use: str, mark: str = "") -> Fernet:
    """Of one use, and of whoever knows the mark."""
    digest = salted_hmac(use, mark, algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(digest))
