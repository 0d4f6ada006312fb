"""How the applicant is reached and will sign in; a code goes to each address before it is believed."""

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from telavis.accounts.actions import codes, tries
from telavis.accounts.models import CodeChannel, CodePurpose
from telavis.directory.actors import Actor
from telavis.registrations.jobs import SEND_CODE, defer
from telavis.registrations.models import Registration
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import Verb

PURPOSE = {CodeChannel.MAIL: CodePurpose.PROVE_MAIL, CodeChannel.SMS: CodePurpose.PROVE_MOBILE}


@transaction.atomic
def give_contact(
    registration: Registration, *, email: str, mobile: str, password: str, by: Actor
) -> Registration:
    """E-mail, mobile and password (nothing: the one chosen before). What was proved stays proved while it is the same."""
    registration = lock(registration)
    move(registration, Verb.GIVE_CONTACT, by=by)
    if email.lower() != registration.email.lower():
        registration.email_proved_at = None
    if mobile != registration.mobile:
        registration.mobile_proved_at = None
    registration.email, registration.mobile = email, mobile
    digest = make_password(password)  # at the same cost whether it is kept or not
    registration.password = digest if password else registration.password
    registration.save(
        update_fields=["email", "mobile", "email_proved_at", "mobile_proved_at", "password", "state"]
    )
    return registration


def target_of(registration: Registration, channel: CodeChannel) -> str:
    """The address or number that a code of this channel proves."""
    return registration.email.lower() if channel == CodeChannel.MAIL else registration.mobile


def send_code(registration: Registration, channel: CodeChannel, *, address: str) -> UUID:
    """The key of a code to come, for the session of the one who asks. Raises TooManyTries.

    Whether the address already has an account is looked at by the worker alone: this costs the same for both.
    """
    target = target_of(registration, channel)
    tries.count_try(tries.CODE_ASKED_FROM_ADDRESS, address)
    tries.count_try(tries.CODE_SENT, f"{PURPOSE[channel]}:{target}")
    with transaction.atomic():
        code = codes.prepare(
            None, purpose=PURPOSE[channel], channel=channel, subject=registration.pk, sent_to=target
        )
        defer(SEND_CODE, code_id=str(code.pk), registration_id=str(registration.pk))
    return code.pk
