"""An account that is not open reaches its own state, its account and the way out; so does one that owes a signature.
One that owes a factor reaches the pages where it is set up.

This stands before every view: whatever address is added later is closed to them without its author having thought of it.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from telavis.web.session_limits import is_background

TEXTS_DUE = "texts_due"
"""In the session of somebody who signed in while a text that they have not accepted was in force."""

FACTOR_DUE = "factor_due"
"""In the session of somebody whom a code by e-mail has let in only to set up a better factor."""

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def for_any_account(view: View) -> View:
    """Also for who waits, is suspended or has expired: nothing clinical stands behind it."""
    view.is_for_any_account = True  # type: ignore[attr-defined]
    return view


def sets_up_a_factor(view: View) -> View:
    """Also, and nothing else besides the way out, for who came in to set up a factor."""
    view.sets_up_a_factor = True  # type: ignore[attr-defined]
    return view


class StandingMiddleware:
    """Closed by default: only public pages and those marked `for_any_account` pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        is_public = not getattr(view, "login_required", True)
        if is_public or not request.user.is_authenticated:
            return None
        if request.session.get(FACTOR_DUE) and not getattr(view, "sets_up_a_factor", False):
            return _turn_away(request, "factors:index")
        if getattr(view, "is_for_any_account", False):
            return None
        if not request.user.is_open:
            return _turn_away(request, "registration:state")
        if request.session.get(TEXTS_DUE):
            return _turn_away(request, "registration:texts")
        return None


def _turn_away(request: HttpRequest, page: str) -> HttpResponse:
    """A part of a page that refreshes itself must not receive another page in its place."""
    if is_background(request) or "HX-Request" in request.headers:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    return redirect(page)
