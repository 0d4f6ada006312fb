"""How long a session lasts: 12 hours at most, 30 minutes without an act of the person."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_logged_in
from django.core.signing import BadSignature, Signer
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from telavis.accounts.models import User
from telavis.accounts.sessions import ACTED_AT, DEVICE, HANDLE, OPENED_AT, PLACE
from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import actor_for
from telavis.values.devices import device_words, shortened
from telavis.values.french import typographic
from telavis.values.keys import new_key
from telavis.web import recent_proof

LONGEST = 12 * 60 * 60
LONGEST_IDLE = 30 * 60
WARNED_BEFORE = 2 * 60
NOTED_EVERY = 60
BACKGROUND = "X-Telavis-Background"
LEFT_BY = "left_by"
"""In the session that follows one which the clock has ended: whose it was."""

TOO_LONG = typographic("Votre session a duré 12 heures : reconnectez-vous.")
TOO_IDLE = typographic("Votre session s’est fermée après 30 minutes sans activité : reconnectez-vous.")
NOT_KEPT = (
    "Votre session était fermée : ce que vous veniez d’envoyer n’est pas enregistré. "
    "Reconnectez-vous, puis recommencez."
)
SUSPENDED = "Votre session est fermée, car votre compte est suspendu. Écrivez à {contact}."


@receiver(user_logged_in)
def begin(request: HttpRequest, user: User, **_: Any) -> None:
    """Start both clocks, whatever way one came in by."""
    request.session[OPENED_AT] = request.session[ACTED_AT] = int(time.time())
    request.session[HANDLE] = str(new_key())
    request.session[DEVICE] = device_words(request.headers.get("User-Agent", ""))
    request.session[PLACE] = shortened(request.META.get("REMOTE_ADDR"))
    recent_proof.note(request.session, user)


def seconds_left(request: HttpRequest) -> int:
    """Until the clock ends this session, if nobody acts; 0 where there is none."""
    if not request.user.is_authenticated:
        return 0
    return max(0, round(min(_idle_end(request), _last_end(request)) - time.time()))


def may_be_renewed(request: HttpRequest) -> bool:
    """An act would make it last longer; not so at the end of the twelve hours."""
    return request.user.is_authenticated and _idle_end(request) < _last_end(request)


def renew(request: HttpRequest) -> None:
    """Somebody has just said that they are there."""
    request.session[ACTED_AT] = int(time.time())


def _idle_end(request: HttpRequest) -> int:
    return int(request.session.get(ACTED_AT, 0)) + LONGEST_IDLE


def _last_end(request: HttpRequest) -> int:
    return int(request.session.get(OPENED_AT, 0)) + LONGEST


def mark_of(user_id: object) -> str:
    """By what a page remembers, and proves to us, for whom it was made."""
    return _signer().sign(str(user_id))


def marked(mark: str) -> str | None:
    """The key of the account that bears this mark, or None if it is no mark of ours."""
    try:
        return _signer().unsign(mark)
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(salt="telavis.web.session_limits")


def is_background(request: HttpRequest) -> bool:
    """Polling, autosave and prefetch say so themselves: nobody may be there."""
    return BACKGROUND in request.headers or "prefetch" in request.headers.get("Sec-Purpose", "")


class SessionLimitsMiddleware:
    """Ends the sessions that have lasted, and those of accounts suspended while signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._watch_the_clocks(request)
        elif SESSION_KEY in request.session:
            # Django no longer recognises the person of this session: the account was suspended meanwhile
            _end(request, SUSPENDED.format(contact=settings.CONTACT_EMAIL))
        return self.get_response(request)

    def _watch_the_clocks(self, request: HttpRequest) -> None:
        now = int(time.time())
        if now - request.session.get(OPENED_AT, 0) > LONGEST:
            _end(request, TOO_LONG)
        elif now - request.session.get(ACTED_AT, 0) > LONGEST_IDLE:
            _end(request, TOO_IDLE)
        elif not is_background(request) and now - request.session[ACTED_AT] >= NOTED_EVERY:
            request.session[ACTED_AT] = now


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Every page wants somebody signed in, unless it says `@login_not_required`."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        """A part of a page that refreshes itself must not receive the sign-in page in its place."""
        if is_background(request) or "HX-Request" in request.headers:
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        if request.method == "POST":
            messages.warning(request, typographic(NOT_KEPT))
        return super().handle_no_permission(request, view_func)


def _end(request: HttpRequest, why: str) -> None:
    left_by = request.user.pk
    if request.user.is_authenticated:
        record(AuditAction.SIGN_OUT, by=actor_for(request.user), detail={"by": "the clock"})
    logout(request)
    if left_by:
        request.session[LEFT_BY] = str(left_by)
    messages.info(request, why)
