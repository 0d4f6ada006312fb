"""«J’ai oublié mon identifiant ou mon mot de passe»: a typed code, a new password, the user name told again.

An administrator whom no code reaches any more types instead the word that the server's console has shown.

Nothing on these pages differs for an account that does not exist: the same rows are written, and the worker
alone sees that there is nobody to send a code to.
"""

import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from telavis.accounts import names
from telavis.accounts.actions import codes, factors, tries
from telavis.accounts.actions import rescue as words_of_rescue
from telavis.accounts.models import CodeChannel, CodePurpose, User
from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import actor_for
from telavis.values.french import typographic
from telavis.web.login.forms import ForgottenForm, RescueForm
from telavis.web.login.identifiers import find_user
from telavis.web.login.tasks import send_recovery_code
from telavis.web.pieces import code_channel
from telavis.web.pieces import refusals as words
from telavis.web.pieces.code_form import CodeForm
from telavis.web.pieces.new_password import NewPasswordForm, change_password

CODE_ASKED, PROVED = "recovery_code", "recovery_proved"
TIME_FOR_A_PASSWORD = 15 * 60


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Who has forgotten, and how to reach them."""
    form = ForgottenForm(request.POST or None, initial={"channel": code_channel.remembered(request)})
    if request.method == "POST" and form.is_valid():
        try:
            _ask_for_code(request, form.cleaned_data["identifier"], form.wished_channel)
        except tries.TooManyTries as refusal:
            form.add_error(None, words.too_many_codes(refusal))
        else:
            return redirect("login:forgotten_code")
    return render(request, "login/forgotten.html", {"form": form})


@transaction.atomic
def _prepare(user: User | None, channel: CodeChannel, name: UUID) -> str:
    code = codes.prepare(user, purpose=CodePurpose.RECOVER, channel=channel, subject=name)
    send_recovery_code.defer(code_id=str(code.pk))
    return str(code.pk)


def _ask_for_code(request: HttpRequest, typed: str, channel: CodeChannel) -> None:
    user = find_user(typed)
    tries.count_try(tries.CODE_ASKED_FROM_ADDRESS, request.META["REMOTE_ADDR"])
    name = names.key_of(typed)
    tries.count_try(tries.CODE_SENT, codes.subject_of(None, CodePurpose.RECOVER, name))
    request.session[CODE_ASKED] = {"id": _prepare(user, channel, name), "channel": channel.value}


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The digits, if any came."""
    asked: dict[str, Any] | None = request.session.get(CODE_ASKED)
    if asked is None:
        return redirect("login:forgotten")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = codes.check(asked["id"], form.cleaned_data["code"], purpose=CodePurpose.RECOVER)
        except (codes.CodeRefused, tries.TooManyTries) as refusal:
            form.add_error("code", words.of_refusal(refusal))
        else:
            return _proved(request, user, by="code", channel=codes.channel_of(asked["id"]))
    channel = CodeChannel(asked["channel"])
    return render(request, "login/forgotten_code.html", {"form": form, "channel": channel})


@login_not_required
@never_cache
@sensitive_post_parameters("word")
@require_http_methods(["GET", "HEAD", "POST"])
def rescue(request: HttpRequest) -> HttpResponse:
    """The word that `recover_admin` has given, typed so that no address, log or history keeps it."""
    form = RescueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = words_of_rescue.use_word(form.cleaned_data["word"], address=request.META["REMOTE_ADDR"])
        except (words_of_rescue.UnknownWord, codes.CodeRefused):
            form.add_error("word", words.RESCUE_REFUSED)
        except tries.TooManyTries as refusal:
            form.add_error("word", words.too_many_passwords(refusal))
        else:
            return _proved(request, user, by="console")
    return render(request, "login/rescue.html", {"form": form})


def _proved(request: HttpRequest, user: User, *, by: str, channel: str = "") -> HttpResponse:
    """Under a new session key: what follows belongs to this browser alone."""
    request.session.cycle_key()
    request.session.pop(CODE_ASKED, None)
    request.session[PROVED] = {"user": str(user.pk), "at": time.time(), "by": by, "channel": channel}
    return redirect("login:new_password")


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """The new password; then one signs in as always, with a second code: recovery opens no session."""
    user = _proved_user(request)
    if user is None:
        messages.info(request, words.NOTHING_UNDER_WAY)
        return redirect("login:forgotten")
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        proved = request.session[PROVED]
        _change(user, form.cleaned_data["password"], by=proved["by"], channel=proved.get("channel", ""))
        request.session.flush()
        messages.success(
            request,
            typographic(
                f"Votre mot de passe est changé. Votre identifiant est « {user.username} » : connectez-vous."
            ),
        )
        return redirect("login:index")
    return render(request, "login/new_password.html", {"form": form, "username": user.username})


@transaction.atomic
def _change(user: User, password: str, *, by: str, channel: str) -> None:
    change_password(user, password)
    if channel:
        factors.bind(user, CodeChannel(channel))
    record(AuditAction.RECOVER, by=actor_for(user), detail={"by": by})


def _proved_user(request: HttpRequest) -> User | None:
    proved: dict[str, Any] | None = request.session.get(PROVED)
    if proved is None or time.time() - proved["at"] > TIME_FOR_A_PASSWORD:
        return None
    return User.objects.filter(pk=proved["user"], is_active=True).first()
