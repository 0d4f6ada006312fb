"""Who is at the other end, when reverse proxies stand between."""

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
            request.META["REMOTE_ADDR"] = seen[-settings.TRUSTED_PROXIES]
        return self.get_response(request)
