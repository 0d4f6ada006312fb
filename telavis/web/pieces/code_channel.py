"""The way by which one likes to receive codes, remembered by the browser for the next sign-in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from telavis.accounts.models import CodeChannel

COOKIE = "code_channel"
A_YEAR = 365 * 24 * 60 * 60


def remembered(request: HttpRequest) -> CodeChannel:
    """What to tick first, before it is known who signs in."""
    value = request.COOKIES.get(COOKIE, "")
    return CodeChannel(value) if value in CodeChannel.values else CodeChannel.SMS


def remember(response: HttpResponse, channel: str) -> None:
    response.set_cookie(
        COOKIE, channel, max_age=A_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
