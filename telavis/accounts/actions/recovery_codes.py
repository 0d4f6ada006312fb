"""Recovery codes: ten of them on paper, each of which takes the place of a second factor once."""

import re
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from telavis.accounts.actions import tries
from telavis.accounts.actions.rescue import LETTERS
from telavis.accounts.models import RecoveryCode, User
from telavis.audit.actions import Author, record
from telavis.audit.models import AuditAction

COUNT, HALF = 10, 5


class WrongRecoveryCode(Exception):
    """No such code was given, or it has served; which of the two is not told."""


@transaction.atomic
def renew(user: User, *, by: Author) -> list[str]:
    """Ten new codes, shown this once; those before no longer open."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    RecoveryCode.objects.filter(user=user).delete()
    codes = [_draw() for _ in range(COUNT)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    record(
        AuditAction.ADD_FACTOR,
        by=by,
        object_kind="account",
        object_id=user.pk,
        object_label=str(user),
        detail={"factor": "recovery_codes"},
    )
    return codes


def use(user: User, typed: str) -> int:
    """How many are left after this one; or WrongRecoveryCode, or TooManyTries. The try was counted before."""
    with tries.counted_from_here():
        tries.count_try(tries.RECOVERY_CODE, str(user.pk))
        unused = RecoveryCode.objects.filter(user=user, digest=_digest(user, typed), used_at__isnull=True)
        if not unused.update(used_at=timezone.now()):
            tries.note_refused(tries.RECOVERY_CODE, str(user.pk))
            raise WrongRecoveryCode
    tries.forget_failures(tries.RECOVERY_CODE, str(user.pk))
    return left(user)


def left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def _draw() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(2 * HALF))
    return f"{letters[:HALF]}-{letters[HALF:]}"


def _digest(user: User, code: str) -> str:
    """Keyed with the site's secret; case, spaces and hyphens do not count."""
    letters = re.sub(r"[^0-9a-z]", "", code.lower())
    return salted_hmac("telavis.accounts.recovery", f"{user.pk}:{letters}", algorithm="sha256").hexdigest()
