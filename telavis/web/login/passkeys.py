"""Signing in by a passkey: nothing is typed, and nothing tells whether an account has one."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import unstash_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from telavis.accounts.actions import passkeys
from telavis.accounts.models import User
from telavis.web.login.stages import PROVEN
from telavis.web.login.ways import with_next
from telavis.web.pieces import passkey_answers
from telavis.web.pieces import refusals as words
from telavis.web.pieces.next_page import safe_address

PASSKEY = "passkey"


@login_not_required
@never_cache
@require_POST
def question(request: HttpRequest) -> JsonResponse:
    """The same for everybody: the device knows whose passkeys it holds."""
    return passkey_answers.ask(*passkeys.ask())


@login_not_required
@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """What the device has answered."""
    after = _wished_page(request)
    if request.user.is_authenticated:
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    try:
        user = proved_by(request)
    except passkeys.PasskeyRefused as refusal:
        messages.error(request, words.of_passkey(refusal))
        return redirect(with_next(reverse("login:index"), after))
    return open_session(request, user, after)


def proved_by(request: HttpRequest) -> User:
    """Whose passkey has answered the question of this browser; or PasskeyRefused."""
    return passkeys.check(passkey_answers.asked(request), passkey_answers.answer(request)).user


def open_session(request: HttpRequest, user: User, after: str) -> HttpResponse:
    """The device and its owner are two factors: no code follows."""
    record_authentication(request, user, method=PASSKEY)
    state: dict[str, Any] = {PROVEN: True}
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=after or None, state=state))
    return answer


def _wished_page(request: HttpRequest) -> str:
    """Said by the form, or by the sign-in that a password has begun."""
    begun = unstash_login(request, peek=True)
    return safe_address(request) or (begun.redirect_url if begun and begun.redirect_url else "")
