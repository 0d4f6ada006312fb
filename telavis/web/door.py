"""At the door: what no browser sends does not come in, and what goes out is kept by nobody."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

UTF_8 = ("utf-8", "utf8")
NEVER_KEPT = "private, no-store"


class DoorMiddleware:
    """Other encodings can write what no database keeps (lone surrogates); so can a NUL in a cookie or an address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A computer of a ward has many hands: no page stays in its cache, unless the page itself allows it."""
        if not _is_readable(request):
            raise BadRequest("not UTF-8, or NUL")
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", NEVER_KEPT)
        return response


def _is_readable(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    holds_nul = "%00" in request.META.get("QUERY_STRING", "") or any(
        "\0" in value for value in request.COOKIES.values()
    )
    return charset in UTF_8 and not holds_nul
