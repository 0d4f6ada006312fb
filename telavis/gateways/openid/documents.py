"""What a provider publishes: its endpoints and its keys, kept for an hour in this process."""

import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from telavis.gateways.openid.exchange import Question, Reply, is_protected
from telavis.gateways.openid.faults import ProviderUnavailable
from telavis.gateways.openid.providers import Endpoints, Provider

KEPT_FOR = 60 * 60
OK = 200


@dataclass(frozen=True)
class _Kept:
    document: dict[str, Any]
    until: float


_kept: dict[tuple[str, str], _Kept] = {}


def json_object(reply: Reply) -> dict[str, Any]:
    """The object of a good answer, or ProviderUnavailable."""
    if reply.status != OK:
        raise ProviderUnavailable(f"status {reply.status}")
    try:
        document = json.loads(reply.body)
    except (ValueError, RecursionError):
        raise ProviderUnavailable("not JSON") from None
    if not isinstance(document, dict):
        raise ProviderUnavailable("not a JSON object")
    return document


def endpoints_of(provider: Provider) -> Endpoints:
    """Those of the settings, else those that the provider publishes."""
    if provider.endpoints:
        return provider.endpoints
    document = _published(provider, provider.discovery)
    if document.get("issuer") != provider.issuer:
        raise ProviderUnavailable("discovery speaks for another issuer")
    return Endpoints(
        issuer=provider.issuer,
        authorization=_address(document, "authorization_endpoint"),
        token=_address(document, "token_endpoint"),
        userinfo=_address(document, "userinfo_endpoint"),
        keys=_address(document, "jwks_uri"),
        end_session=_address(document, "end_session_endpoint", optional=True),
    )


def keys_of(provider: Provider, *, again: bool = False) -> list[dict[str, Any]]:
    """The public keys of the provider; `again`: a key is missing in what we kept."""
    document = _published(provider, endpoints_of(provider).keys, again=again)
    keys = document.get("keys")
    if not isinstance(keys, list):
        raise ProviderUnavailable("no keys")
    return [key for key in keys if isinstance(key, dict)]


def forget() -> None:
    """For tests: nothing was read yet."""
    _kept.clear()


def _published(provider: Provider, url: str, *, again: bool = False) -> dict[str, Any]:
    """One document; what is kept is used for an hour, and never instead of an answer that fails."""
    now = time.monotonic()
    kept = _kept.get((provider.id, url))
    if kept and kept.until > now and not again:
        return kept.document
    document = json_object(provider.transport(Question(url, {"Accept": "application/json"})))
    _kept[provider.id, url] = _Kept(document, now + KEPT_FOR)
    return document


def _address(document: dict[str, Any], name: str, *, optional: bool = False) -> str:
    value = document.get(name)
    if optional and not value:
        return ""
    if not isinstance(value, str) or not is_protected(value) or urlsplit(value).fragment:
        raise ProviderUnavailable(f"{name} cannot be used")
    return value
