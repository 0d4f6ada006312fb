"""Another e-mail address or mobile for an account, once a typed code has proved it (docs/domain/sign-in.md, rules 46 to 48)."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from telavis.accounts.actions import codes
from telavis.accounts.models import CodeChannel, CodePurpose, OneTimeCode, User

PURPOSE = {CodeChannel.MAIL: CodePurpose.PROVE_MAIL, CodeChannel.SMS: CodePurpose.PROVE_MOBILE}
COLUMN = {CodeChannel.MAIL: "email", CodeChannel.SMS: "mobile"}


class AddressTaken(Exception):
    """Another account has it since the code left."""


def is_somebody_elses(user: User, email: str) -> bool:
    """Whether another account has this address; told to its holder alone, never on a page."""
    others = User.objects.exclude(pk=user.pk).alias(address=Lower("email"))
    return others.filter(address=email.lower()).exists()


def check_code(user: User, channel: CodeChannel, code_id: UUID | str, typed: str) -> None:
    """Return, or CodeRefused, or TooManyTries: the try was counted before anything was compared."""
    if codes.check(code_id, typed, purpose=PURPOSE[channel]) != user:
        raise codes.CodeExpired


def change(user: User, channel: CodeChannel, value: str) -> str:
    """Put it in force and give the former one, by which no code opens anything any more. Raises AddressTaken."""
    try:
        return _change(user, channel, value)
    except IntegrityError as fault:
        raise AddressTaken from fault


@transaction.atomic
def _change(user: User, channel: CodeChannel, value: str) -> str:
    row = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    former: str = getattr(row, COLUMN[channel])
    setattr(row, COLUMN[channel], value)
    row.save(update_fields=[COLUMN[channel]])
    on_their_way = OneTimeCode.objects.filter(user=row, channel=channel, used_at__isnull=True)
    on_their_way.update(expires_at=timezone.now())
    setattr(user, COLUMN[channel], value)
    return former
