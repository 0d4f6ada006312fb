"""One-time codes: six digits, ten minutes, five tries, one use (docs/domain/sign-in.md, rules 5 to 9)."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from telavis.accounts import names
from telavis.accounts.actions import tries
from telavis.accounts.models import CodeChannel, CodePurpose, OneTimeCode, User

DIGITS = 6
MOST_TRIES = 5
LIFE = timedelta(minutes=10)


class CodeRefused(Exception):
    """The code does not open; the subclass says why."""


class WrongCode(CodeRefused):
    """Other digits were expected; `left` tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


class CodeExpired(CodeRefused):
    """Ten minutes have passed."""


class CodeBurnt(CodeRefused):
    """Five tries were made."""


class CodeUsed(CodeRefused):
    """It has opened once already."""


def reachable_channel(user: User, wish: str) -> CodeChannel | None:
    """The channel that was wished for if this person can be reached by it, else the other one."""
    reachable = {CodeChannel.SMS: bool(user.mobile), CodeChannel.MAIL: bool(user.email)}
    wished = CodeChannel(wish) if wish in CodeChannel.values else CodeChannel.MAIL
    if reachable[wished]:
        return wished
    return next((channel for channel, is_so in reachable.items() if is_so), None)


def prepare(
    user: User | None,
    *,
    purpose: CodePurpose,
    channel: CodeChannel,
    subject: UUID | None = None,
    sent_to: str = "",
) -> OneTimeCode:
    """A code to come: it exists for the browser that asked, nobody knows its digits yet.

    One that is to prove an address keeps which (`sent_to`): it is sent there, and proves no other.
    """
    now = timezone.now()
    return OneTimeCode.objects.create(
        purpose=purpose,
        user=user,
        subject=subject,
        channel=channel,
        sent_to=_mark_of(sent_to) if sent_to else "",
        created_at=now,
        expires_at=now + LIFE,
    )


def is_for(code: OneTimeCode, address: str) -> bool:
    """Whether it was asked for this address or number, and not for one that stood there before."""
    return constant_time_compare(code.sent_to, _mark_of(address))


def draw(code: OneTimeCode) -> str:
    """Draw the digits, keep their digest, give them to the one who sends them: they are never written down here."""
    digits = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    code.digest = _digest(code.pk, digits)
    code.save(update_fields=["digest"])
    return digits


def check(code_id: UUID | str, typed: str, *, purpose: CodePurpose) -> User:
    """The person whose code was typed, or CodeRefused, or TooManyTries. Every comparison was counted before."""
    code = _find(code_id, purpose)
    subject = subject_of(None if code.subject else code.user, purpose, code.subject or code.pk)
    refused_before = _compare(code, typed, subject)
    if code.user is None:
        raise CodeExpired  # it proved an address to somebody who has no account
    code.user.refused_before = refused_before
    tries.forget_failures(tries.CODE_SENT, subject)
    return code.user


def check_for(subject: UUID, code_id: UUID | str, typed: str, *, purpose: CodePurpose, sent_to: str) -> None:
    """The same for somebody without an account: return, or CodeRefused, or TooManyTries."""
    code = _find(code_id, purpose)
    if code.subject != subject or not is_for(code, sent_to):
        raise CodeExpired
    _compare(code, typed, subject_of(None, purpose, subject))


def channel_of(code_id: UUID | str) -> str:
    """By which way it was sent at last; the worker may have found the wished one closed."""
    return OneTimeCode.objects.values_list("channel", flat=True).get(pk=code_id)


def _find(code_id: UUID | str, purpose: CodePurpose) -> OneTimeCode:
    code = OneTimeCode.objects.select_related("user").filter(pk=code_id, purpose=purpose).first()
    if code is None:
        raise CodeExpired
    return code


def _compare(code: OneTimeCode, typed: str, subject: str) -> int:
    """Count, compare, use; how many had been refused before."""
    with tries.counted_from_here():
        tries.count_try(tries.CODE, subject)
        _count_try_at(code)
        if not constant_time_compare(code.digest, _digest(code.pk, typed)):
            tries.note_refused(tries.CODE, subject)
            raise WrongCode(left=MOST_TRIES - _tries_made(code))
        _use(code)
    refused_before = tries.failures((tries.CODE, subject)) - 1
    tries.forget_failures(tries.CODE, subject)
    return refused_before


def subject_of(user: User | None, purpose: CodePurpose, otherwise: object) -> str:
    """Under what name codes are counted. Each purpose apart: who asks to recover an account without knowing its
    password cannot use up the codes with which its holder signs in."""
    return f"{purpose}:{user.pk if user else otherwise}"


def subjects_of_recovery(user: User) -> list[str]:
    """Where codes to recover this account are counted: by name, so that those of no account are counted alike."""
    return [subject_of(None, CodePurpose.RECOVER, names.key_of(name)) for name in names.names_of(user)]


def counts_of_sign_in(user: User) -> tuple[tuple[tries.Limit, str], ...]:
    """Where the refusals at this person's door are counted."""
    limits = (tries.PASSWORD_OF_ACCOUNT, tries.APP_CODE, tries.RECOVERY_CODE)
    steady = ((limit, str(user.pk)) for limit in limits)
    return (*steady, (tries.CODE, subject_of(user, CodePurpose.SIGN_IN, "")))


def _count_try_at(code: OneTimeCode) -> None:
    now = timezone.now()
    open_to_tries = OneTimeCode.objects.filter(
        pk=code.pk, tries__lt=MOST_TRIES, expires_at__gt=now, used_at__isnull=True
    )
    if open_to_tries.update(tries=F("tries") + 1):
        return
    code.refresh_from_db(fields=["tries", "used_at"])
    if code.used_at:
        raise CodeUsed
    raise CodeBurnt if code.tries >= MOST_TRIES else CodeExpired


def _tries_made(code: OneTimeCode) -> int:
    return OneTimeCode.objects.values_list("tries", flat=True).get(pk=code.pk)


@transaction.atomic
def _use(code: OneTimeCode) -> None:
    """One use: of two who type the right digits at once, one gets in."""
    if not OneTimeCode.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=timezone.now()):
        raise CodeUsed


def _mark_of(address: str) -> str:
    """The address itself is not kept here."""
    return salted_hmac("telavis.accounts.codes.sent_to", address.lower(), algorithm="sha256").hexdigest()


def _digest(code_id: UUID, digits: str) -> str:
    """Keyed with the site's secret: whoever reads the table alone cannot try the million codes."""
    return salted_hmac("telavis.accounts.codes", f"{code_id}:{digits}", algorithm="sha256").hexdigest()
