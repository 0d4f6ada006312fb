"""Who administers: asked of the database under the lock of every administrator, so that two who act at once see each other.

An administrator acts on everybody but on themselves, and never has a last day. So the one who acts stays, and the house
is never without an administrator: no act needs to count them.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from telavis.accounts.models import AccountRight, Right, User, is_open_account
from telavis.directory.actors import Actor
from telavis.values.refused import Refused

OWN = "C’est votre propre compte : un autre administrateur doit le faire."


class NotAllowed(PermissionDenied):
    """The act is not theirs."""


def open_administrators() -> frozenset[UUID]:
    """The accounts that may administer now."""
    rows = AccountRight.objects.filter(is_open_account("user__"), right=Right.ADMINISTRATOR)
    return frozenset(rows.values_list("user_id", flat=True))


def stand_as_administrator(actor: Actor) -> UUID:
    """Wait for the administrator who is acting, then check that this one still may; gives their account."""
    held = AccountRight.objects.select_for_update(of=("self",)).filter(right=Right.ADMINISTRATOR)
    list(held.order_by("pk").values_list("pk", flat=True))
    if actor.user_id is None or actor.user_id not in open_administrators():
        raise NotAllowed
    return actor.user_id


def lock_account(account: User, *, by: Actor) -> User:
    """The row of somebody else's account, as it is now, for an administrator."""
    stand_as_administrator(by)
    if account.pk == by.user_id:
        raise Refused(OWN)
    return User.objects.select_for_update(of=("self",)).get(pk=account.pk)
