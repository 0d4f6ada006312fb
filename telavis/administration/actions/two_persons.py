"""What one administrator asks and another one does: a second person who is one, and was one before (docs/decisions/0026)."""

from datetime import timedelta

from django.utils import timezone

from telavis.accounts.models import AccountRight, Right
from telavis.administration.models import AskedOfTwo, AskedState
from telavis.administration.permissions import stand_as_administrator
from telavis.administration.queries.waiting import ASKED_LIFE
from telavis.directory.actors import Actor
from telavis.values.french import at_moment
from telavis.values.refused import Refused

SETTLED = "Cette demande est déjà {state}, par {who}, {when}."
KNOWN_SINCE = timedelta(days=1)
"""Whoever gives the right to a straw man waits a day, during which the other administrators have been told."""


def check_waiting(asked: AskedOfTwo) -> None:
    """Of two who decide at once, one does; the other is told who was first."""
    if asked.settled_at:
        when = at_moment(asked.settled_at, timezone.localtime())
        state = AskedState(asked.state).label
        raise Refused(SETTLED.format(state=state, who=asked.settled_by_label, when=when))


def check_second(asked: AskedOfTwo, *, by: Actor) -> None:
    """By somebody else than the one who asked, an administrator since the day before, within seven days."""
    second = stand_as_administrator(by)
    if asked.asked_by_id == second:
        raise Refused("Vous l’avez demandée : un autre administrateur doit la confirmer.")
    if asked.asked_at < timezone.now() - ASKED_LIFE:
        raise Refused(
            "Cette demande a plus de sept jours : elle ne vaut plus. Abandonnez-la, puis refaites-la."
        )
    held = AccountRight.objects.filter(user_id=second, right=Right.ADMINISTRATOR)
    if not held.filter(granted_at__lte=asked.asked_at - KNOWN_SINCE).exists():
        raise Refused(
            "Votre droit d’administrateur a été donné moins d’un jour avant cette demande, ou après elle : un autre "
            "administrateur doit la confirmer."
        )


def settle(asked: AskedOfTwo, state: AskedState, *, by: Actor) -> None:
    asked.state, asked.settled_at = state, timezone.now()
    asked.settled_by_id, asked.settled_by_label = by.user_id, by.user_label
    asked.save(update_fields=["state", "settled_at", "settled_by_id", "settled_by_label"])


def lapse(waiting: AskedOfTwo) -> bool:
    """What waited too long gives way to what is asked now; says whether it did."""
    if waiting.asked_at >= timezone.now() - ASKED_LIFE:
        return False
    settle(waiting, AskedState.ABANDONED, by=Actor.system())
    return True
