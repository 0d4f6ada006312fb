"""What is done to a factor whatever its kind: named, removed; and what a sign-in leaves behind."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from telavis.accounts.actions.factor_traces import trace_removed
from telavis.accounts.models import AuthenticatorApp, Factor, Passkey, RecoveryCode, User
from telavis.accounts.queries import allowed_factors, has_strong_factor
from telavis.audit.actions import Author

OFFERED_AFTER = 2
DECLINED_FOR = timedelta(days=30)
KINDS: dict[type[Passkey | AuthenticatorApp], Factor] = {
    Passkey: Factor.PASSKEY,
    AuthenticatorApp: Factor.APP,
}


def rename(factor: Passkey | AuthenticatorApp, name: str) -> None:
    factor.name = name
    factor.save(update_fields=["name"])


@transaction.atomic
def remove(factor: Passkey | AuthenticatorApp, *, by: Author) -> bool:
    """It opens nothing any more; False if it had gone already."""
    User.objects.select_for_update(of=("self",)).get(pk=factor.user_id)
    deleted, _ = type(factor).objects.filter(pk=factor.pk).delete()
    if deleted:
        trace_removed(KINDS[type(factor)], factor.user, factor.name, by=by)
    return bool(deleted)


@transaction.atomic
def forget_all(user: User) -> None:
    """For somebody who has lost them; who decided it leaves the trace. A code that is sent opens again, and sets up others."""
    for kind in (*KINDS, RecoveryCode):
        kind.objects.filter(user=user).delete()
    user.must_show_strong = False
    user.save(update_fields=["must_show_strong"])


def bind(user: User) -> None:
    """The password came from a code that was sent: a code that is sent is not enough besides."""
    if has_strong_factor(user):
        user.must_show_strong = True
        user.save(update_fields=["must_show_strong"])


def note_sign_in(user: User, *, is_strong: bool, is_by_code: bool) -> None:
    """What this sign-in says of the next ones."""
    if is_strong and user.must_show_strong:
        user.must_show_strong = False
        user.save(update_fields=["must_show_strong"])
    if is_by_code:
        User.objects.filter(pk=user.pk).update(code_sign_ins=F("code_sign_ins") + 1)
        user.refresh_from_db(fields=["code_sign_ins"])


def should_be_offered_a_passkey(user: User) -> bool:
    """After two sign-ins by code; whoever has put it off is left alone for thirty days."""
    if user.code_sign_ins < OFFERED_AFTER or Factor.PASSKEY not in allowed_factors():
        return False
    declined = user.passkey_declined_at
    if declined and timezone.now() < declined + DECLINED_FOR:
        return False
    return not Passkey.objects.filter(user=user).exists()


def decline_passkey(user: User) -> None:
    """«Plus tard»."""
    user.passkey_declined_at = timezone.now()
    user.save(update_fields=["passkey_declined_at"])
