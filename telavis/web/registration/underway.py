"""The registration of this browser: its key and those of its codes, in the session and nowhere else."""

import time
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from telavis.accounts.actions import tries
from telavis.accounts.models import CodeChannel
from telavis.gateways import sms
from telavis.registrations import actions
from telavis.registrations.actions.submit import is_complete
from telavis.registrations.models import Registration
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.workflow import States, StepRefused
from telavis.web.pieces import code_form
from telavis.web.pieces import refusals as words

KEY, CODES = "registration", "registration_codes"


def keep(request: HttpRequest, registration: Registration) -> None:
    """Under a new session key: what follows belongs to this browser alone."""
    request.session.cycle_key()
    request.session[KEY] = str(registration.pk)
    request.session[CODES] = {}


def registration_in(request: HttpRequest) -> Registration | None:
    """Whatever its state."""
    key = request.session.get(KEY)
    return Registration.objects.filter(pk=UUID(key)).first() if key else None


def under_way(request: HttpRequest) -> Registration | None:
    """The one that is not sent yet."""
    registration = registration_in(request)
    return registration if registration and registration.state in States.UNDER_WAY else None


def code_id(request: HttpRequest, channel: CodeChannel) -> str:
    asked: dict[str, dict[str, object]] = request.session.get(CODES, {})
    return str(asked.get(channel, {}).get("id", ""))


def seconds_to_wait(request: HttpRequest, channel: CodeChannel) -> int:
    """Before the next code by this channel."""
    asked = request.session.get(CODES, {}).get(channel)
    return code_form.seconds_to_wait(asked["at"]) if asked else 0


def send(request: HttpRequest, registration: Registration, channel: CodeChannel) -> bool:
    """A code leaves, or a sentence says why not."""
    try:
        key = actions.send_code(registration, channel, address=request.META["REMOTE_ADDR"])
    except tries.TooManyTries as refusal:
        messages.warning(request, words.too_many_codes(refusal))
        return False
    asked = request.session.get(CODES, {})
    request.session[CODES] = {**asked, str(channel): {"id": str(key), "at": time.time()}}
    return True


def page_of(registration: Registration) -> str:
    """What is still wanted, in its order; nothing is asked twice."""
    if registration.state not in States.UNDER_WAY:
        return "registration:state"
    if not registration.place:
        return "registration:workplace"
    if not registration.email or not registration.password:
        return "registration:contact"
    if not registration.email_proved_at:
        return "registration:mail"
    if not registration.mobile_proved_at and sms.is_available():
        return "registration:mobile"
    return "registration:contact"  # complete, and yet not sent: the address turned out to be taken


def onward(request: HttpRequest, registration: Registration) -> HttpResponse:
    """To the next page; its code has left before it opens. When nothing is wanted any more, it is sent."""
    if is_complete(registration):
        return _submit(request, registration)
    page = page_of(registration)
    if page == "registration:mail":
        send(request, registration, CodeChannel.MAIL)
    elif page == "registration:mobile":
        send(request, registration, CodeChannel.SMS)
    return redirect(page)


def _submit(request: HttpRequest, registration: Registration) -> HttpResponse:
    try:
        registration = actions.submit(registration, by=APPLICANT)
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
        registration.refresh_from_db()
    return redirect(page_of(registration))
