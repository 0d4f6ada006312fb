"""Signed tokens: whose signature, whose words, for whom, until when. Cryptography is PyJWT's."""

import hmac
import time
from typing import Any

import jwt
from jwt import PyJWK
from jwt.algorithms import get_default_algorithms

from telavis.gateways.openid import documents
from telavis.gateways.openid.faults import AnswerRefused, TooWeak
from telavis.gateways.openid.providers import Provider

KEY_TYPES = {"RS256": ("RSA", None), "PS256": ("RSA", None), "ES256": ("EC", "P-256")}
"""The algorithms that are taken, and the keys that may serve each: never «none», never a shared secret."""
CLOCKS_DIFFER_BY = 30
"""Seconds between two machines' clocks."""
OLDEST = 10 * 60
"""Seconds: an identity token was made for this sign-in, not for one of this morning."""


def read_id_token(token: str, *, provider: Provider, nonce: str, access_token: str) -> dict[str, Any]:
    """The claims of a token made by this provider, for us, for this sign-in; else AnswerRefused or TooWeak."""
    claims = _verified(
        token,
        provider,
        audience=provider.client_id,
        issuer=provider.issuer,
        options={"require": ["iss", "aud", "exp", "iat", "sub"]},
    )
    _check_party(claims, provider)
    if int(claims["iat"]) < time.time() - OLDEST:
        raise AnswerRefused("iat is old")
    if not same(claims.get("nonce"), nonce):
        raise AnswerRefused("nonce")
    _check_access_token(token, claims, access_token)
    if not text(claims, "sub"):
        raise AnswerRefused("sub")
    if not provider.takes(text(claims, "acr")):
        raise TooWeak("acr")
    return claims


def read_signed_userinfo(token: str, *, provider: Provider) -> dict[str, Any]:
    """The claims of a UserInfo answer that is itself a signed token; whom it names must be the right ones."""
    claims = _verified(token, provider, options={"verify_aud": False})
    if claims.get("iss", provider.issuer) != provider.issuer:
        raise AnswerRefused("iss of userinfo")
    if "aud" in claims and provider.client_id not in words(claims, "aud"):
        raise AnswerRefused("aud of userinfo")
    return claims


def text(claims: dict[str, Any], name: str) -> str:
    """A claim that must be a word, or nothing."""
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def moment(claims: dict[str, Any], name: str) -> int:
    """A claim that must be a moment in seconds, or 0."""
    value = claims.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def words(claims: dict[str, Any], name: str) -> tuple[str, ...]:
    """A claim that is a list of words; some providers give a single word."""
    value = claims.get(name)
    if isinstance(value, str):
        return (value,)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def same(given: object, expected: str) -> bool:
    """Compared without telling by the time how much of it was right."""
    if not isinstance(given, str):
        return False
    left, right = (each.encode("utf-8", "surrogatepass") for each in (given, expected))
    return hmac.compare_digest(left, right)


def _verified(token: str, provider: Provider, **checks: Any) -> dict[str, Any]:
    """Signature first, by a key of the provider and an algorithm of ours; then what PyJWT checks of the claims."""
    try:
        header = jwt.get_unverified_header(token)
        algorithm = str(header.get("alg"))
        if algorithm not in KEY_TYPES:
            raise AnswerRefused("algorithm")
        key = _key(provider, header, algorithm).key
        return jwt.decode(token, key, algorithms=[algorithm], leeway=CLOCKS_DIFFER_BY, **checks)
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as refusal:
        raise AnswerRefused(f"token: {type(refusal).__name__}") from None


def _key(provider: Provider, header: dict[str, Any], algorithm: str) -> PyJWK:
    """The provider's key of that name; keys that we kept may be old, so they are read once more."""
    for again in (False, True):
        if found := _fitting(documents.keys_of(provider, again=again), header.get("kid"), algorithm):
            return PyJWK.from_dict(found, algorithm)
    raise AnswerRefused("no such key")


def _fitting(keys: list[dict[str, Any]], kid: object, algorithm: str) -> dict[str, Any] | None:
    """By its name; without a name, only if it cannot be another."""
    kind, curve = KEY_TYPES[algorithm]
    fitting = [
        key
        for key in keys
        if key.get("kty") == kind
        and (curve is None or key.get("crv") == curve)
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (kid is None or key.get("kid") == kid)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _check_party(claims: dict[str, Any], provider: Provider) -> None:
    """A token for several must name us as the one to whom it was given."""
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and "azp" not in claims:
        raise AnswerRefused("azp is missing")
    if "azp" in claims and claims["azp"] != provider.client_id:
        raise AnswerRefused("azp")


def _check_access_token(token: str, claims: dict[str, Any], access_token: str) -> None:
    """`at_hash`, where it is given, ties the access token to the identity."""
    if "at_hash" not in claims:
        return
    algorithm = get_default_algorithms()[jwt.get_unverified_header(token)["alg"]]
    digest = algorithm.compute_hash_digest(access_token.encode())
    expected = jwt.utils.base64url_encode(digest[: len(digest) // 2]).decode()
    if not same(claims["at_hash"], expected):
        raise AnswerRefused("at_hash")
