"""The word that the server's console shows: fifteen minutes, one use, a new password (docs/domain/sign-in.md, rules 25 to 27)."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from telavis.accounts.actions import tries
from telavis.accounts.actions.codes import CodeExpired, CodeUsed
from telavis.accounts.models import CodePurpose, OneTimeCode, User

LIFE = timedelta(minutes=15)
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none is taken for another, on any console
GROUPS, GROUP = 5, 4


class UnknownWord(Exception):
    """No such word was given, or another one was given since."""


def give_word(user: User) -> tuple[OneTimeCode, str]:
    """A word for this person; the one before no longer opens. Too long to guess, short enough to type from a screen."""
    OneTimeCode.objects.filter(purpose=CodePurpose.RESCUE, user=user).delete()
    word = "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    now = timezone.now()
    code = OneTimeCode.objects.create(
        purpose=CodePurpose.RESCUE, user=user, digest=_digest(word), created_at=now, expires_at=now + LIFE
    )
    return code, word


def use_word(typed: str, *, address: str) -> User:
    """Whose word it was; or UnknownWord, CodeExpired, CodeUsed, TooManyTries. The try was counted before."""
    tries.count_try(tries.PASSWORD_FROM_ADDRESS, address)
    user = _use(typed)
    tries.give_back(tries.PASSWORD_FROM_ADDRESS, address)
    return user


@transaction.atomic
def _use(typed: str) -> User:
    """Under the lock of its row: of two who type it at once, one gets in."""
    given = OneTimeCode.objects.select_for_update(of=("self",)).select_related("user")
    code = given.filter(purpose=CodePurpose.RESCUE, digest=_digest(typed)).first()
    if code is None or code.user is None:
        raise UnknownWord
    if code.used_at:
        raise CodeUsed
    now = timezone.now()
    if code.expires_at <= now:
        raise CodeExpired
    code.used_at = now
    code.save(update_fields=["used_at"])
    return code.user


def _digest(word: str) -> str:
    """Keyed with the site's secret; case, spaces and hyphens do not count."""
    letters = "".join(letter for letter in word.lower() if letter.isalnum())
    return salted_hmac("telavis.accounts.rescue", letters, algorithm="sha256").hexdigest()
