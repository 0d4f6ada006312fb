"""The answer that this browser has begun: its key and those of its codes, in the session and nowhere else."""

import time
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from telavis.accounts.actions import tries
from telavis.accounts.models import CodeChannel
from telavis.delegations import actions
from telavis.delegations.actions.accept import TAKEN
from telavis.delegations.models import Invitation, Joining
from telavis.delegations.queries import has_account
from telavis.gateways import sms
from telavis.web.pieces import code_form
from telavis.web.pieces import refusals as words

KEY, CODES = "joining", "joining_codes"
PAGE = {CodeChannel.MAIL: "invitation:mail", CodeChannel.SMS: "invitation:mobile"}


def keep(request: HttpRequest, joining: Joining) -> None:
    """Under a new session key: what follows belongs to this browser alone."""
    request.session.cycle_key()
    request.session[KEY] = str(joining.pk)
    request.session[CODES] = {}


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
    request.session.pop(CODES, None)


def joining_in(request: HttpRequest, invitation: Invitation) -> Joining | None:
    """What this browser has begun for this invitation."""
    key = request.session.get(KEY)
    begun = Joining.objects.select_related("invitation__delegator__practitioner")
    return begun.filter(pk=UUID(key), invitation=invitation).first() if key else None


def code_id(request: HttpRequest, channel: CodeChannel) -> str:
    asked: dict[str, dict[str, object]] = request.session.get(CODES, {})
    return str(asked.get(channel, {}).get("id", ""))


def seconds_to_wait(request: HttpRequest, channel: CodeChannel) -> int:
    """Before the next code by this channel."""
    asked = request.session.get(CODES, {}).get(channel)
    return code_form.seconds_to_wait(asked["at"]) if asked else 0


def send(request: HttpRequest, joining: Joining, channel: CodeChannel) -> bool:
    """A code leaves, or a sentence says why not."""
    try:
        key = actions.send_code(joining, channel, address=request.META["REMOTE_ADDR"])
    except tries.TooManyTries as refusal:
        messages.warning(request, words.too_many_codes(refusal))
        return False
    asked = request.session.get(CODES, {})
    request.session[CODES] = {**asked, str(channel): {"id": str(key), "at": time.time()}}
    return True


def page_of(joining: Joining) -> str:
    """What is still wanted, in its order."""
    if joining.email_proved_at is None:
        return "invitation:mail"
    if joining.mobile_proved_at is None and sms.is_available():
        return "invitation:mobile"
    return "invitation:password"


def onward(request: HttpRequest, joining: Joining) -> HttpResponse:
    """To the next page; its code has left before it opens. Who proves the address of an account signs in with it."""
    page = page_of(joining)
    if joining.email_proved_at and has_account(joining.invitation):
        forget(request)
        messages.info(request, TAKEN)
        here = reverse("invitation:index", args=[joining.invitation_id])
        return redirect(f"{reverse('login:index')}?{urlencode({'next': here})}")
    channel = next((channel for channel, name in PAGE.items() if name == page), None)
    if channel:
        send(request, joining, channel)
    return redirect(page, joining.invitation_id)
