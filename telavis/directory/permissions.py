"""Who changes what the house knows of establishments and services."""

from django.core.exceptions import PermissionDenied

from telavis.accounts.models import AccountRight, Right, is_open_account
from telavis.directory.actors import Actor


class NotAllowed(PermissionDenied):
    """The act is not theirs."""


def check_administrator(actor: Actor) -> None:
    """Asked of the database at the moment of the act: a right may have been taken away since the page began."""
    held = AccountRight.objects.filter(is_open_account("user__"), right=Right.ADMINISTRATOR)
    if actor.user_id is None or not held.filter(user_id=actor.user_id).exists():
        raise NotAllowed
