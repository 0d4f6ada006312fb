"""UserInfo in an envelope that only this site opens (JWE). Cryptography is joserfc's."""

from pathlib import Path

from cryptography.exceptions import InvalidTag
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from telavis.gateways.openid.faults import AnswerRefused, ProviderUnavailable

ALGORITHMS = ("RSA-OAEP", "RSA-OAEP-256", "A128CBC-HS256", "A256CBC-HS512", "A128GCM", "A256GCM")
"""What wraps the key, then what seals the words: never RSA1_5, whose padding tells, and nothing compressed."""
PARTS = 5


def is_encrypted(token: str) -> bool:
    """A signed token has three parts."""
    return token.count(".") == PARTS - 1


def opened(token: str, key: Path | None) -> str:
    """The words inside. The key is read each time: a renewed one is taken."""
    if key is None:
        raise AnswerRefused("userinfo is encrypted, and PSC_ENCRYPTION_KEY is not set")
    try:
        private = RSAKey.import_key(key.read_bytes())
    except (OSError, JoseError, ValueError, TypeError) as fault:
        raise ProviderUnavailable(f"our encryption key cannot be read ({type(fault).__name__})") from None
    try:
        return (jwe.decrypt_compact(token, private, algorithms=ALGORITHMS).plaintext or b"").decode()
    except (JoseError, InvalidTag, ValueError, TypeError) as refusal:
        raise AnswerRefused(f"encrypted userinfo: {type(refusal).__name__}") from None
