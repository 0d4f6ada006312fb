"""«Confirmez que c’est vous»: before an act that matters, the same proofs as at the door, the strongest first.

Another factor is one more `Way`: a template that posts to an address of its own, whose view ends with `proved`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from telavis.accounts.actions import authenticator_apps, codes, passkeys, passwords, tries
from telavis.accounts.models import CodeChannel, CodePurpose, User
from telavis.accounts.queries import providers_of, second_factors
from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.web import recent_proof
from telavis.web.login import letters
from telavis.web.login.forms import ConfirmForm
from telavis.web.login.passkeys import proved_by
from telavis.web.login.views import REFUSALS, where
from telavis.web.middleware import ActorRequest
from telavis.web.pieces import refusals as words
from telavis.web.pieces.code_form import CodeForm, seconds_to_wait
from telavis.web.pieces.next_page import safe_address
from telavis.web.pieces.searches import MARK
from telavis.web.standing import for_any_account, sets_up_a_factor

CONFIRMING = "confirming"
"""In the session, once the password was right: the code that was sent, by what, and when."""


@dataclass(frozen=True)
class Way:
    """One way to show it: the template of its form, and whether this person has it."""

    template: str
    is_open_to: Callable[[User], bool]


def _has_passkey(user: User) -> bool:
    return second_factors(user).has_passkey


def _has_provider(user: User) -> bool:
    return bool(providers_of(user))


WAYS: tuple[Way, ...] = (
    Way("login/confirm_passkey.html", is_open_to=_has_passkey),
    Way("login/confirm_providers.html", is_open_to=_has_provider),
    Way("login/confirm_password.html", is_open_to=User.has_usable_password),
)
"""The strongest first: that one is shown first."""


@for_any_account
@sets_up_a_factor
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: ActorRequest) -> HttpResponse:
    """The ways that this person has; by password, a code follows."""
    if recent_proof.is_recent(request):
        return onward(request)
    is_asked = request.method != "POST" and "autrement" not in request.GET
    if is_asked and _under_way(request):
        return _to("login:confirm_code", request)  # another tab has begun: one code serves both
    form = ConfirmForm(request.user, request.POST or None, initial={"channel": request.user.code_channel})
    if request.method == "POST" and form.is_valid() and _is_right(request, form) and _send(request, form):
        return _to("login:confirm_code", request)
    ways = [way.template for way in WAYS if way.is_open_to(request.user)]
    context = {
        "form": form,
        "ways": ways,
        "password_kind": "plain" if WAYS[0].template in ways else "primary",  # one act comes first
        "providers": providers_of(request.user),
        **_about(request),
    }
    return render(request, "login/confirm.html", context)


@for_any_account
@never_cache
@require_POST
def passkey(request: ActorRequest) -> HttpResponse:
    """A passkey of the person whose session it is: both factors at once."""
    if recent_proof.is_recent(request):
        return onward(request)
    try:
        is_theirs = proved_by(request) == request.user
    except passkeys.PasskeyRefused as refusal:
        messages.error(request, words.of_passkey(refusal))
        return _to("login:confirm", request)
    if is_theirs:
        return proved(request, "passkey")
    messages.error(request, words.PASSKEY_OF_ANOTHER)
    return _to("login:confirm", request)


@for_any_account
@sets_up_a_factor
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: ActorRequest) -> HttpResponse:
    """The six digits, or another code."""
    if recent_proof.is_recent(request):
        return onward(request)
    asked = _under_way(request)
    if asked is None:
        return _to("login:confirm", request)
    if "again" in request.POST:
        _send_again(request, asked)
        return _to("login:confirm_code", request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            by = _check(request.user, asked, form.cleaned_data["code"])
        except REFUSALS as refusal:
            form.add_error("code", words.of_refusal(refusal))
        else:
            return proved(request, "password", by)
    context = {"form": form, **_about(request), **_about_code(request.user, asked)}
    return render(request, "login/confirm_code.html", context)


@for_any_account
@sets_up_a_factor
@never_cache
@require_safe
def confirmed(request: ActorRequest) -> HttpResponse:
    """A form was interrupted: it leaves with one press."""
    form = recent_proof.waiting(request, request.GET.get("pour", ""))
    if not recent_proof.is_recent(request):
        return _to("login:confirm", request)
    if form is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    mark = request.GET.get(MARK, "")
    address = f"{form.address}?{urlencode({MARK: mark})}" if mark else form.address
    context = {
        "waiting": form,
        "address": address,
        "key_name": recent_proof.INTERRUPTED,
        "left": _left(request),
    }
    return render(request, "login/confirmed.html", context)


@transaction.atomic
def proved(request: ActorRequest, *factors: str, **detail: str) -> HttpResponse:
    """They have shown it, by these factors: onward. Under a new key, so that a stolen one does not profit from it."""
    request.session.cycle_key()
    request.session.pop(CONFIRMING, None)
    recent_proof.note(request.session, request.user)
    record(AuditAction.CONFIRM, by=request.actor, detail={"factors": list(factors), **detail})
    return onward(request)


def onward(request: ActorRequest) -> HttpResponse:
    """To the form that waits, or to the page that was wished for."""
    if recent_proof.waiting(request, request.GET.get("pour", "")):
        return _to("login:confirmed", request)
    return redirect(safe_address(request) or settings.LOGIN_REDIRECT_URL)


def _is_right(request: ActorRequest, form: ConfirmForm) -> bool:
    """Counted as at the door."""
    user = request.user
    try:
        passwords.check_credentials(
            user,
            typed_name=user.username,
            password=form.cleaned_data["password"],
            address=request.META["REMOTE_ADDR"],
        )
    except passwords.WrongPassword:
        form.add_error("password", "Ce n’est pas votre mot de passe.")
    except tries.TooManyTries as refusal:
        form.add_error("password", words.too_many_passwords(refusal))
    return form.is_valid()


def _check(user: User, asked: dict[str, Any], typed: str) -> str:
    """By what it was proved; else one of REFUSALS."""
    if "code" not in asked:
        authenticator_apps.check(user, typed)
        return "app"
    codes.check(asked["code"], typed, purpose=CodePurpose.CONFIRM)
    return "code"


def _send(request: ActorRequest, form: ConfirmForm) -> bool:
    """The application shows one, or one leaves, or the form says why none can."""
    ways = second_factors(request.user)
    if ways.has_app:
        request.session[CONFIRMING] = {"at": time.time()}
        return True
    channel = ways.channel(form.wished_channel)
    if channel is None:
        form.add_error(None, words.unreachable())
        return False
    try:
        _send_code(request, channel)
    except tries.TooManyTries as refusal:
        form.add_error(None, words.too_many_codes(refusal))
        return False
    return True


def _send_again(request: ActorRequest, asked: dict[str, Any]) -> None:
    """By the channel that was pressed; what came of it is said by a message."""
    channel = second_factors(request.user).channel(request.POST["again"])
    if channel is None:
        return
    if channel == asked.get("channel") and seconds_to_wait(float(asked["at"])):
        messages.info(request, words.just_sent(channel))
        return
    try:
        _send_code(request, channel)
    except tries.TooManyTries as refusal:
        messages.warning(request, words.too_many_codes(refusal))
    else:
        if "channel" in asked:
            messages.success(request, words.sent_again(channel))


def _send_code(request: ActorRequest, channel: CodeChannel) -> None:
    """It takes the place of the one before. Raises TooManyTries."""
    user, purpose = request.user, CodePurpose.CONFIRM
    tries.count_try(tries.CODE_SENT, codes.subject_of(user, purpose, ""))
    with transaction.atomic():
        made = codes.prepare(user, purpose=purpose, channel=channel)
        letters.send_code(user, made, codes.draw(made))
    request.session[CONFIRMING] = {"code": str(made.pk), "channel": channel.value, "at": time.time()}


def _under_way(request: ActorRequest) -> dict[str, Any] | None:
    """What another page of this session has begun, while its code may still open."""
    asked: dict[str, Any] | None = request.session.get(CONFIRMING)
    return asked if asked and time.time() - float(asked["at"]) < codes.LIFE.total_seconds() else None


def _about(request: ActorRequest) -> dict[str, Any]:
    """For what it is asked, and the words of the address that remember it."""
    form = recent_proof.waiting(request, request.GET.get("pour", ""))
    return {"what": form.what if form else "", "query": _query(request), "left": _left(request)}


def _left(request: ActorRequest) -> str:
    """The page from which the person came here, to give up."""
    return safe_address(request, recent_proof.LEFT)


def _about_code(user: User, asked: dict[str, Any]) -> dict[str, Any]:
    others = second_factors(user).sendable
    if "code" not in asked:
        return {"by_app": True, "other_channels": others}
    channel = CodeChannel(asked["channel"])
    return {
        "channel": channel,
        "sent_to": where(user, channel),
        "again_in": seconds_to_wait(float(asked["at"])),
        "other_channels": [other for other in others if other != channel],
    }


def _to(page: str, request: ActorRequest) -> HttpResponse:
    return redirect(f"{reverse(page)}{_query(request)}")


def _query(request: ActorRequest) -> str:
    after = {name: request.GET[name] for name in recent_proof.CARRIED if request.GET.get(name)}
    return f"?{urlencode(after)}" if after else ""
