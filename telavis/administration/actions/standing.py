"""Suspending an account, opening it again, giving it a last day."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from telavis.accounts.actions import sessions, unblocking
from telavis.accounts.models import Right, Standing, User, rights_of
from telavis.administration.notifications import tell_holder
from telavis.administration.permissions import lock_account
from telavis.audit.administration import Act, trace
from telavis.directory.actors import Actor
from telavis.values.french import date_words
from telavis.values.refused import Refused

CLOSED_FOR_EVER = "Ce compte a été réuni à un autre : il ne se rouvre pas."
UNDECIDED = "Ce compte attend la décision de son inscription : validez-la ou refusez-la."


@transaction.atomic
def suspend(account: User, *, reason: str, by: Actor) -> User:
    """Sessions end at once; the holder can sign in and read why."""
    user = lock_account(account, by=by)
    if user.standing == Standing.PENDING:
        raise Refused(UNDECIDED)
    if user.standing == Standing.SUSPENDED:
        raise Refused("Ce compte est déjà suspendu.")
    user.standing = Standing.SUSPENDED
    user.save(update_fields=["standing"])
    sessions.close_all(user)
    trace(Act.SUSPEND, by=by, kind="account", key=user.pk, label=str(user), reason=reason)
    tell_holder(
        user,
        "votre compte est suspendu",
        "Votre compte vient d’être suspendu et vos sessions sont fermées. Connectez-vous pour lire pourquoi.",
    )
    return user


@transaction.atomic
def keep(account: User, *, reason: str, by: Actor) -> User:
    """Missing from the national directory and rightly here: looked at, and no longer in the list of departures."""
    user = lock_account(account, by=by)
    if not user.is_open:
        raise Refused("Ce compte n’est pas ouvert : il n’y a rien à garder.")
    trace(Act.KEEP, by=by, kind="account", key=user.pk, label=str(user), reason=reason)
    return user


@transaction.atomic
def reopen(account: User, *, reason: str, by: Actor) -> User:
    """A last day that has passed is taken away too: what is opened is open."""
    user = lock_account(account, by=by)
    if not user.is_active:
        raise Refused(CLOSED_FOR_EVER)
    if user.standing == Standing.PENDING:
        raise Refused(UNDECIDED)
    if user.is_open:
        raise Refused("Ce compte est déjà ouvert.")
    user.standing = Standing.OPEN
    user.expires_on = None if user.has_expired else user.expires_on
    user.save(update_fields=["standing", "expires_on"])
    trace(Act.REOPEN, by=by, kind="account", key=user.pk, label=str(user), reason=reason)
    tell_holder(user, "votre compte est rouvert", "Votre compte est rouvert : vous pouvez vous connecter.")
    return user


@transaction.atomic
def set_last_day(account: User, day: date | None, *, reason: str, by: Actor) -> User:
    """The day after, the account is closed by itself; None takes the last day away."""
    user = lock_account(account, by=by)
    if not user.is_active:
        raise Refused(CLOSED_FOR_EVER)
    if day and Right.ADMINISTRATOR in rights_of(user.pk):
        raise Refused("Un administrateur n’a pas de dernier jour : retirez-lui d’abord ce droit.")
    if day and day < timezone.localdate():
        raise Refused("Ce jour est passé : pour fermer le compte dès maintenant, suspendez-le.")
    before, user.expires_on = user.expires_on, day
    user.save(update_fields=["expires_on"])
    detail = {"before": before and before.isoformat(), "after": day and day.isoformat()}
    trace(Act.SET_LAST_DAY, by=by, kind="account", key=user.pk, label=str(user), reason=reason, **detail)
    told = (
        f"Votre compte sera ouvert jusqu’au {date_words(day)} inclus."
        if day
        else "Il n’a plus de dernier jour."
    )
    tell_holder(user, "le dernier jour de votre compte", f"Le dernier jour de votre compte a changé. {told}")
    return user


@transaction.atomic
def unblock(account: User, *, by: Actor) -> User:
    """Somebody who typed wrong too often may try again."""
    user = lock_account(account, by=by)
    unblocking.unblock(user, by=by)
    return user
