"""Rights of accounts, given and taken: never one's own, so that the last administrator keeps theirs."""

from django.db import transaction

from telavis.accounts.actions import sessions
from telavis.accounts.models import AccountRight, Right, User
from telavis.administration.notifications import tell_holder
from telavis.administration.permissions import lock_account
from telavis.audit.administration import Act, trace
from telavis.directory.actors import Actor
from telavis.notifications.administrators import tell_administrators
from telavis.values.refused import Refused


@transaction.atomic
def give_right(account: User, right: Right, *, by: Actor) -> User:
    """To an account that is open and stays so; the other administrators are told of a new one."""
    user = lock_account(account, by=by)
    if not user.is_open:
        raise Refused("Ce compte n’est pas ouvert : rouvrez-le d’abord.")
    if right == Right.ADMINISTRATOR and user.expires_on:
        raise Refused("Ce compte a un dernier jour : un administrateur n’en a pas. Retirez-le d’abord.")
    _, is_new = AccountRight.objects.get_or_create(
        user=user, right=right, defaults={"granted_by_label": by.user_label}
    )
    if not is_new:
        raise Refused(f"Ce compte a déjà le droit « {right.label} ».")
    trace(Act.GIVE_RIGHT, by=by, kind="account", key=user.pk, label=str(user), right=right.value)
    tell_holder(user, "un droit vous est donné", f"Votre compte porte désormais le droit « {right.label} ».")
    if right == Right.ADMINISTRATOR:
        tell_administrators(
            "un nouvel administrateur",
            "Le droit d’administrateur vient d’être donné à un compte. Si vous ne l’attendiez pas, ouvrez le journal.",
            path="/administration/journal/",
            besides=by.user_id,
        )
    return user


@transaction.atomic
def take_right(account: User, right: Right, *, by: Actor) -> User:
    """Its sessions end: what is open on a screen went with the right."""
    user = lock_account(account, by=by)
    deleted, _ = AccountRight.objects.filter(user=user, right=right).delete()
    if not deleted:
        raise Refused(f"Ce compte n’a pas, ou plus, le droit « {right.label} ».")
    sessions.close_all(user)
    trace(Act.TAKE_RIGHT, by=by, kind="account", key=user.pk, label=str(user), right=right.value)
    tell_holder(user, "un droit vous est retiré", f"Votre compte ne porte plus le droit « {right.label} ».")
    return user
