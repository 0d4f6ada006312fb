"""A code that was typed proves the address it was sent to."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from telavis.accounts.actions import codes
from telavis.accounts.models import CodeChannel
from telavis.directory.actors import Actor
from telavis.registrations.actions.contact import PURPOSE, target_of
from telavis.registrations.models import Registration
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import Verb


def prove_mail(registration: Registration, code_id: UUID | str, typed: str, *, by: Actor) -> Registration:
    """Raises CodeRefused or TooManyTries: the try was counted before anything was compared."""
    _check(registration, CodeChannel.MAIL, code_id, typed)
    return _prove(registration, Verb.PROVE_MAIL, "email", by=by)


def prove_mobile(registration: Registration, code_id: UUID | str, typed: str, *, by: Actor) -> Registration:
    """The same for the mobile."""
    _check(registration, CodeChannel.SMS, code_id, typed)
    return _prove(registration, Verb.PROVE_MOBILE, "mobile", by=by)


def _check(registration: Registration, channel: CodeChannel, code_id: UUID | str, typed: str) -> None:
    sent_to = target_of(registration, channel)
    codes.check_for(registration.pk, code_id, typed, purpose=PURPOSE[channel], sent_to=sent_to)


@transaction.atomic
def _prove(registration: Registration, verb: Verb, column: str, *, by: Actor) -> Registration:
    row = lock(registration)
    if getattr(row, column) != getattr(registration, column):
        raise codes.CodeExpired  # another address was given while this code was on its way
    move(row, verb, by=by)
    setattr(row, f"{column}_proved_at", timezone.now())
    row.save(update_fields=[f"{column}_proved_at", "state"])
    return row
