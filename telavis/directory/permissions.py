"""Who changes what the house knows of establishments and services."""

from django.core.exceptions import PermissionDenied

from telavis.accounts.models import AccountRight, Right, is_open_account
from telavis.directory.actors import Actor
from telavis.directory.models import PractitionerRole
from telavis.values.refused import Refused

OWN_PLACE = "C’est vous : un autre administrateur doit le faire, car cette place ouvre des dossiers."


class NotAllowed(PermissionDenied):
    """The act is not theirs."""


def check_administrator(actor: Actor) -> None:
    """Asked of the database at the moment of the act: a right may have been taken away since the page began."""
    held = AccountRight.objects.filter(is_open_account("user__"), right=Right.ADMINISTRATOR)
    if actor.user_id is None or not held.filter(user_id=actor.user_id).exists():
        raise NotAllowed


def check_somebody_else(role: PractitionerRole, actor: Actor) -> None:
    """Whoever administers opens no clinical content to themselves."""
    if actor.user_id is not None and role.practitioner.user_id == actor.user_id:
        raise Refused(OWN_PLACE)
