"""Signing in: identifier and password, then the code."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from telavis.accounts.actions import authenticator_apps, codes, passwords, recovery_codes, tries
from telavis.accounts.models import CodeChannel, Factor, User
from telavis.accounts.queries import allowed_factors
from telavis.gateways import sms
from telavis.values.french import typographic
from telavis.web.login.forms import RecoveryCodeForm, SignInForm
from telavis.web.login.identifiers import find_user
from telavis.web.login.proofs import REFUSED
from telavis.web.login.stages import APP, WISH, CodeStage
from telavis.web.login.ways import ways_in
from telavis.web.pieces import code_channel
from telavis.web.pieces import refusals as words
from telavis.web.pieces.code_form import AGAIN_AFTER, CodeForm
from telavis.web.pieces.next_page import safe_address

REFUSALS = (codes.CodeRefused, authenticator_apps.AppCodeRefused, tries.TooManyTries)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """«J’ai déjà un compte»."""
    after = safe_address(request)
    if request.user.is_authenticated:
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request.POST or None, initial={"channel": code_channel.remembered(request)})
    if request.method == "POST" and form.is_valid():
        answer = _sign_in(request, form, after)
        if answer:
            return answer
    return render(request, "login/index.html", {"form": form, "next": after, **_factors(), **ways_in(after)})


def _factors() -> dict[str, bool]:
    """Which of them this page offers."""
    allowed = allowed_factors()
    by_sms = Factor.MAIL not in allowed and Factor.SMS in allowed and sms.is_available()
    return {"by_passkey": Factor.PASSKEY in allowed, "by_sms": by_sms}


def _sign_in(request: HttpRequest, form: SignInForm, after: str) -> HttpResponse | None:
    """To the code if the two are right; else the form says what is wrong."""
    typed = form.cleaned_data["identifier"]
    try:
        user = passwords.check_credentials(
            find_user(typed),
            typed_name=typed,
            password=form.cleaned_data["password"],
            address=request.META["REMOTE_ADDR"],
        )
    except passwords.WrongPassword:
        form.add_error(None, words.WRONG_CREDENTIALS)
        return None
    except tries.TooManyTries as refusal:
        form.add_error(None, words.too_many_passwords(refusal))
        return None
    request.session[REFUSED] = user.refused_before
    login = Login(user=user, redirect_url=after or None, state={WISH: form.wished_channel.value})
    answer: HttpResponse = perform_password_login(request, {}, login)
    return answer


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The six digits: those that were sent, or those of the application."""
    stage = CodeStage.under_way(request)
    if stage is None:
        return _start_again(request)
    if not stage.is_sent and not stage.ways.has_app:
        return redirect("login:other")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            refused_before = stage.check(form.cleaned_data["code"])
        except REFUSALS as refusal:
            form.add_error("code", words.of_refusal(refusal))
        else:
            request.session[REFUSED] = request.session.get(REFUSED, 0) + refused_before
            answer: HttpResponse = stage.exit()
            return answer
    return render(request, "login/code.html", {"form": form, **about_code(stage)})


@login_not_required
@never_cache
@sensitive_post_parameters("recovery_code")
@require_http_methods(["GET", "HEAD", "POST"])
def other(request: HttpRequest) -> HttpResponse:
    """What else this person may show; by POST, a recovery code."""
    stage = CodeStage.under_way(request)
    if stage is None:
        return _start_again(request)
    form = RecoveryCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            stage.check_recovery_code(form.cleaned_data["recovery_code"])
        except (recovery_codes.WrongRecoveryCode, tries.TooManyTries) as refusal:
            form.add_error("recovery_code", words.of_recovery_code(refusal))
        else:
            answer: HttpResponse = stage.exit()
            return answer
    context = {"form": form, "ways": stage.ways, "is_bound": bool(stage.user.recovered_by)}
    return render(request, "login/other.html", context)


def about_code(stage: CodeStage) -> dict[str, Any]:
    """Where the code has gone, and when another may follow; or that the application shows it."""
    has_other_ways = stage.ways.has_strong or stage.ways.has_recovery_code
    if not stage.is_sent:
        return {"by_app": True, "has_other_ways": has_other_ways or bool(stage.ways.sendable)}
    return {
        "has_other_ways": has_other_ways,
        "channel": stage.channel,
        "sent_to": where(stage.user, stage.channel),
        "other_channel": _other_channel(stage),
        "again_in": max(0, round(AGAIN_AFTER - stage.seconds_since_sent)),
    }


@login_not_required
@never_cache
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Another code, by the same channel or by the other one; the code before no longer opens."""
    stage = CodeStage.under_way(request)
    if stage is None:
        return _start_again(request)
    if request.POST.get("channel") == APP and stage.ways.has_app:
        stage.ask_the_app()
        stage.keep()
    else:
        send_again(request, stage)
    return redirect("login:code")


def send_again(request: HttpRequest, stage: CodeStage) -> None:
    """By the channel that was pressed; what came of it is said by a message."""
    wished = request.POST.get("channel", stage.channel if stage.is_sent else "")
    channel = stage.ways.channel(wished)
    if channel is None:
        return
    if stage.is_sent and channel == stage.channel and stage.seconds_since_sent < AGAIN_AFTER:
        messages.info(request, words.just_sent(channel))
        return
    is_another = stage.is_sent
    try:
        stage.send(channel)
    except tries.TooManyTries as refusal:
        messages.warning(request, words.too_many_codes(refusal))
        return
    stage.keep()
    if is_another:
        messages.success(request, words.sent_again(channel))


def _start_again(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    messages.info(request, words.NOTHING_UNDER_WAY)
    return redirect("login:index")


def _other_channel(stage: CodeStage) -> CodeChannel | None:
    """The other way to reach this person, if there is one."""
    return next((each for each in stage.ways.sendable if each != stage.channel), None)


def where(user: User, channel: CodeChannel) -> str:
    """Enough for its holder to recognise an address: «au numéro qui finit par 78», «à c…@exemple.fr»."""
    if channel == CodeChannel.SMS:
        return typographic(f"au numéro qui finit par {user.mobile[-2:]}")
    name, _, domain = user.email.rpartition("@")
    return f"à l’adresse {name[:1]}…@{domain}"
