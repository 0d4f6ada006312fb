"""One log line for each request: route, status and time, never what was asked about whom."""

import re
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from telavis.values.keys import new_key

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
log = structlog.get_logger("telavis.request")


class RequestLogMiddleware:
    """Gives the request its id, which all its log lines carry and the answer returns."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Log how the request went, once it has gone."""
        request_id = request.request_id = _id_of(request)  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        log.info(
            "request",
            method=request.method,
            route=request.resolver_match.view_name if request.resolver_match else None,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
            user=_user_of(request),
        )
        structlog.contextvars.clear_contextvars()
        return response


def _id_of(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if WELL_FORMED.fullmatch(given) else str(new_key())


def _user_of(request: HttpRequest) -> str | None:
    """The id of the person, if the page has looked at who it is; the log line itself asks the database nothing."""
    user = getattr(request, "_cached_user", None)
    return str(user.pk) if user is not None and user.is_authenticated else None
