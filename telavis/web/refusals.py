"""What people read when a form cannot be taken, or when the program fails."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of another session: the page was open before a sign-in or sign-out, or cookies are refused."""
    return render(request, "refusals/csrf.html", status=403)


@login_not_required
def fault(request: HttpRequest) -> HttpResponse:
    """The program has failed: said without asking anything of the database, which may be what failed."""
    return _alone("refusals/fault.html", HTTPStatus.INTERNAL_SERVER_ERROR)


@login_not_required
def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent is too long, or no text: none of it is read again to say so."""
    if isinstance(exception, TOO_MUCH):
        return _alone("refusals/too_long.html", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return _alone("refusals/unreadable.html", HTTPStatus.BAD_REQUEST)


class PressedOnlyMiddleware:
    """An address that only a button uses, opened or reloaded as a page: said in words instead of a blank sheet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            page = _alone("refusals/pressed_only.html", HTTPStatus.METHOD_NOT_ALLOWED)
            response.content, response.headers["Content-Type"] = page.content, page.headers["Content-Type"]
        return response


def _alone(template: str, status: HTTPStatus) -> HttpResponse:
    """A page that knows neither the request nor the person."""
    words = {"site": {"name": "Télavis", "contact_email": settings.CONTACT_EMAIL, "is_demo": settings.DEMO}}
    return HttpResponse(render_to_string(template, words), status=status)
