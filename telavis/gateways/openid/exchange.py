"""One question to an identity provider over HTTP: encrypted, bounded in time and size, redirects not followed."""

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import HTTPError

from telavis.gateways.openid.faults import ProviderUnavailable

TIME_LIMIT = 5.0
"""Seconds for a connection and for each wait."""
WHOLE_TIME_LIMIT = 10.0
"""Seconds for the whole answer, however slowly it drips."""
LONGEST_ANSWER = 512 * 1024
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Question:
    """What is asked. `form` makes it a POST."""

    url: str
    headers: Mapping[str, str]
    form: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Reply:
    status: int
    content_type: str
    body: bytes


Transport = Callable[[Question], Reply]
"""A way to ask: the network, or in a demonstration the simulated provider of the same machine."""


def over_network(question: Question, *, certificate: Path | None = None) -> Reply:
    """Ask, or raise ProviderUnavailable. With a certificate (PEM, its key with it), each side shows its own."""
    parts = urlsplit(question.url)
    if not is_protected(question.url):
        raise ProviderUnavailable("address is not https")
    body = urlencode(question.form) if question.form is not None else None
    headers = {"User-Agent": "Telavis", **question.headers}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    method = "GET" if body is None else "POST"
    try:
        trust = _with_certificate(certificate) if certificate else _trust()
        with _pool(_proxy(parts.scheme, parts.hostname or ""), trust) as pool:
            response = pool.request(
                method,
                question.url,
                body=body,
                headers=headers,
                timeout=urllib3.Timeout(connect=TIME_LIMIT, read=TIME_LIMIT),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            content = _read(response)
            response.close()
    except (OSError, HTTPError) as failure:
        raise ProviderUnavailable(f"no answer ({type(failure).__name__})") from None
    return Reply(response.status, response.headers.get("Content-Type", ""), content)


def is_protected(url: str) -> bool:
    """Encrypted, or within this machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


def _read(response: urllib3.BaseHTTPResponse) -> bytes:
    end = time.monotonic() + WHOLE_TIME_LIMIT
    content = bytearray()
    while chunk := response.read1(64 * 1024, decode_content=True):
        content += chunk
        if len(content) > LONGEST_ANSWER:
            raise ProviderUnavailable("answer too long")
        if time.monotonic() > end:
            raise ProviderUnavailable("answer too slow")
    return bytes(content)


def _proxy(scheme: str, host: str) -> str:
    """A hospital may let programs out through a proxy only; never to this machine itself."""
    if host in LOOPBACK or proxy_bypass(host):
        return ""
    return getproxies().get(scheme, "")


def _pool(proxy: str, trust: ssl.SSLContext) -> urllib3.PoolManager:
    if proxy:
        return urllib3.ProxyManager(proxy, ssl_context=trust)
    return urllib3.PoolManager(ssl_context=trust)


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that the system trusts, a hospital's own authority among them; read once."""
    return ssl.create_default_context()


def _with_certificate(certificate: Path) -> ssl.SSLContext:
    """Read at each question: a renewed one is taken."""
    context = ssl.create_default_context()
    context.load_cert_chain(certificate)
    return context
