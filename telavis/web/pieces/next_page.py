"""Where one goes after signing in, and where one goes back to."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme


def safe_address(request: HttpRequest, name: str = "next") -> str:
    """The page to return to, if it is one of ours."""
    wished = request.POST.get(name) or request.GET.get(name) or ""
    return wished if _is_ours(request, wished) and wished.startswith("/") else ""


def page_left(request: HttpRequest) -> str:
    """From which page one came to this one, or else the nearest above it; none that asks for another proof."""
    return next(filter(_opens_at_once, (_came_from(request), *_above(request.path))), "")


def _came_from(request: HttpRequest) -> str:
    address = request.headers.get("Referer", "")
    return urlsplit(address)._replace(scheme="", netloc="").geturl() if _is_ours(request, address) else ""


def _above(path: str) -> Iterator[str]:
    parts = path.strip("/").split("/")
    return (f"/{'/'.join(parts[:count])}/" for count in range(len(parts) - 1, 0, -1))


def _opens_at_once(address: str) -> bool:
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return False
    return match.namespace != "login" and not hasattr(match.func, "needs_recent_proof")


def _is_ours(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
