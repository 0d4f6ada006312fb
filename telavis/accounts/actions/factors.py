"""What is done to a factor whatever its kind: named, removed; and what a sign-in leaves behind."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from telavis.accounts.actions.factor_traces import trace_removed
from telavis.accounts.models import AuthenticatorApp, CodeChannel, Factor, Passkey, RecoveryCode, User
from telavis.accounts.queries import allowed_factors, channels_of, has_strong_factor, providers_of
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
    release(user)


def bind(user: User, channel: CodeChannel) -> None:
    """The password came from a code sent by this way: the same way is not enough besides, where there is another."""
    has_another = has_strong_factor(user) or providers_of(user) or set(channels_of(user)) - {channel}
    if has_another:
        user.recovered_by = channel
        user.save(update_fields=["recovered_by"])


def release(user: User) -> None:
    """The password was shown together with something else, or no longer is the one that a code gave."""
    if user.recovered_by:
        user.recovered_by = ""
        user.save(update_fields=["recovered_by"])


def note_sign_in(user: User, *, is_with_more: bool, is_by_code: bool) -> None:
    """What this sign-in says of the next ones. `is_with_more`: the password, and what had not given it."""
    if is_with_more:
        release(user)
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
