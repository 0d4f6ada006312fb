"""Who is at the other end, when reverse proxies stand between."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ClientAddressMiddleware:
    """Sets REMOTE_ADDR to what the outermost trusted proxy saw; with no trusted proxy, the header is not believed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Each trusted proxy has added one address at the end of X-Forwarded-For."""
        seen = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
        ]
        if settings.TRUSTED_PROXIES and len(seen) >= settings.TRUSTED_PROXIES:
            said = seen[-settings.TRUSTED_PROXIES]
            if _is_address(said):  # a proxy that passes the header on lets anybody write in it
                request.META["REMOTE_ADDR"] = said
        return self.get_response(request)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
