"""A code goes to the address that was invited, another to the mobile; typed by hand, they prove both."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from telavis.accounts.actions import codes, tries
from telavis.accounts.models import CodeChannel, CodePurpose
from telavis.delegations.jobs import SEND_CODE, defer
from telavis.delegations.models import Joining

PURPOSE = {CodeChannel.MAIL: CodePurpose.PROVE_MAIL, CodeChannel.SMS: CodePurpose.PROVE_MOBILE}
PROVED = {CodeChannel.MAIL: "email_proved_at", CodeChannel.SMS: "mobile_proved_at"}


def target_of(joining: Joining, channel: CodeChannel) -> str:
    """The address or number that a code of this channel proves."""
    return joining.invitation.email.lower() if channel == CodeChannel.MAIL else joining.mobile


def send_code(joining: Joining, channel: CodeChannel, *, address: str) -> UUID:
    """The key of a code to come, for the session of the one who asks. Raises TooManyTries."""
    target = target_of(joining, channel)
    tries.count_try(tries.CODE_ASKED_FROM_ADDRESS, address)
    tries.count_try(tries.CODE_SENT, f"{PURPOSE[channel]}:{target}")
    with transaction.atomic():
        code = codes.prepare(
            None, purpose=PURPOSE[channel], channel=channel, subject=joining.pk, sent_to=target
        )
        defer(SEND_CODE, code_id=str(code.pk), joining_id=str(joining.pk))
    return code.pk


def prove(joining: Joining, channel: CodeChannel, code_id: UUID | str, typed: str) -> Joining:
    """Raises CodeRefused or TooManyTries: the try was counted before anything was compared."""
    sent_to = target_of(joining, channel)
    codes.check_for(joining.pk, code_id, typed, purpose=PURPOSE[channel], sent_to=sent_to)
    setattr(joining, PROVED[channel], timezone.now())
    joining.save(update_fields=[PROVED[channel]])
    return joining
