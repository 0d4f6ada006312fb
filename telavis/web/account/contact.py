"""Another e-mail address or mobile: typed, proved by a code sent to it, then in force (docs/domain/sign-in.md, rules 46 to 48)."""

import time
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from telavis.accounts.actions import codes, tries
from telavis.accounts.actions import contact as actions
from telavis.accounts.actions.sessions import close_others
from telavis.accounts.models import CodeChannel
from telavis.accounts.sessions import HANDLE
from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.gateways import sms
from telavis.values.phones import Phone
from telavis.web.account import letters
from telavis.web.account.forms import ChangeMailForm, ChangeMobileForm
from telavis.web.middleware import ActorRequest
from telavis.web.pieces import refusals as words
from telavis.web.pieces.code_form import CodeForm, seconds_to_wait
from telavis.web.recent_proof import needs_recent_proof
from telavis.web.standing import for_any_account

CHANGING = "changing_contact"
"""In the session, by channel: the new value together with the code that was sent to it."""
NO_SMS = "Ce site n’envoie pas de SMS\u202f: un mobile ne peut pas y être prouvé."
FORM = {CodeChannel.MAIL: ChangeMailForm, CodeChannel.SMS: ChangeMobileForm}
CODE_PAGE = {CodeChannel.MAIL: "account:prove_mail", CodeChannel.SMS: "account:prove_mobile"}
DONE = {
    CodeChannel.MAIL: "Votre adresse e-mail est changée. Vos autres sessions sont fermées.",
    CodeChannel.SMS: "Votre mobile est changé. Vos autres sessions sont fermées.",
}


@for_any_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_recent_proof("Recevoir un code")
def change(request: ActorRequest, channel: CodeChannel) -> HttpResponse:
    """The new value; nothing changes before it is proved."""
    if channel == CodeChannel.SMS and not sms.is_available():
        messages.info(request, NO_SMS)
        return redirect("account:index")
    form = FORM[channel](request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _send(request, channel, form.cleaned_data["value"])
        except tries.TooManyTries as refusal:
            form.add_error(None, words.too_many_codes(refusal))
        else:
            return redirect(CODE_PAGE[channel])
    context = {"form": form, "by_mail": channel == CodeChannel.MAIL, "present": _present(request, channel)}
    return render(request, "account/contact.html", context)


@for_any_account
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: ActorRequest, channel: CodeChannel) -> HttpResponse:
    """The digits that came there. What this session has begun was begun with a recent proof, ten minutes ago at most."""
    asked = _under_way(request, channel)
    if asked is None:
        return redirect("account:index")
    if "again" in request.POST:
        _send_again(request, channel, asked)
        return redirect(CODE_PAGE[channel])
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_proved(request, channel, asked, form):
        messages.success(request, DONE[channel])
        return redirect("account:index")
    context = {
        "form": form,
        "by_mail": channel == CodeChannel.MAIL,
        "sent_to": _shown(channel, asked["value"]),
        "again_in": seconds_to_wait(float(asked["at"])),
    }
    return render(request, "account/contact_code.html", context)


def _send(request: ActorRequest, channel: CodeChannel, value: str) -> None:
    """A code to the new one; to an address that has another account, a letter to its holder. Raises TooManyTries.

    The page, and what is asked of the database, are the same for both.
    """
    user, purpose = request.user, actions.PURPOSE[channel]
    tries.count_try(tries.CODE_ASKED_FROM_ADDRESS, request.META["REMOTE_ADDR"])
    tries.count_try(tries.CODE_SENT, codes.subject_of(user, purpose, ""))
    with transaction.atomic():
        code = codes.prepare(user, purpose=purpose, channel=channel)
        digits = codes.draw(code)
        if channel == CodeChannel.MAIL and actions.is_somebody_elses(user, value):
            letters.tell_already_used(value)
        else:
            letters.send_proof(value, channel, digits)
    begun = {"code": str(code.pk), "value": value, "at": time.time()}
    request.session[CHANGING] = {**request.session.get(CHANGING, {}), channel.value: begun}


def _send_again(request: ActorRequest, channel: CodeChannel, asked: dict[str, Any]) -> None:
    if seconds_to_wait(float(asked["at"])):
        messages.info(request, words.just_sent(channel))
        return
    try:
        _send(request, channel, asked["value"])
    except tries.TooManyTries as refusal:
        messages.warning(request, words.too_many_codes(refusal))
    else:
        messages.success(request, words.sent_again(channel))


def _is_proved(request: ActorRequest, channel: CodeChannel, asked: dict[str, Any], form: CodeForm) -> bool:
    """Compare, then put it in force; else the form says why not. The try stays counted whatever follows."""
    try:
        actions.check_code(request.user, channel, asked["code"], form.cleaned_data["code"])
        _put_in_force(request, channel, asked["value"])
    except (codes.CodeRefused, tries.TooManyTries) as refusal:
        form.add_error("code", words.of_refusal(refusal))
    except actions.AddressTaken:
        form.add_error("code", "Ce code ne vaut plus. Demandez un nouveau code.")
    return form.is_valid()


@transaction.atomic
def _put_in_force(request: ActorRequest, channel: CodeChannel, value: str) -> None:
    """With its trace, its letters and the end of the other sessions, or not at all."""
    former = actions.change(request.user, channel, value)
    close_others(request.user, but=request.session.get(HANDLE))
    record(AuditAction.CHANGE_CONTACT, by=request.actor, detail={"what": channel.value})
    letters.tell_changed(request.user, channel, former)
    begun = dict(request.session.get(CHANGING, {}))
    begun.pop(channel.value, None)
    request.session[CHANGING] = begun


def _under_way(request: ActorRequest, channel: CodeChannel) -> dict[str, Any] | None:
    """What this session has begun, while it still makes sense to wait for its code."""
    asked: dict[str, Any] | None = request.session.get(CHANGING, {}).get(channel.value)
    lasts = 2 * codes.LIFE.total_seconds()  # a late code gets its sentence, and the button for another
    return asked if asked and time.time() - float(asked["at"]) < lasts else None


def _present(request: ActorRequest, channel: CodeChannel) -> str:
    value = getattr(request.user, actions.COLUMN[channel])
    return _shown(channel, value) if value else ""


def _shown(channel: CodeChannel, value: str) -> str:
    return value if channel == CodeChannel.MAIL else Phone(value).display
