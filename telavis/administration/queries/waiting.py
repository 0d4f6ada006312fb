"""What waits for an administrator."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from telavis.accounts.models import Standing, User
from telavis.administration.models import AccessReset, ResetState
from telavis.directory.queries import accounts_to_review
from telavis.directory.queries.departures import Departure
from telavis.registrations.queries.queue import waiting_count

RESET_LIFE = timedelta(days=7)
MOST = 25


@dataclass(frozen=True)
class Waiting:
    registrations: int
    departures: int
    resets: list[AccessReset]


def what_waits() -> Waiting:
    """Three questions, whatever the number of rows."""
    return Waiting(waiting_count(), len(departures()), list(resets_to_confirm()[:MOST]))


def resets_to_confirm() -> QuerySet[AccessReset]:
    """The oldest first; after a week they no longer stand here."""
    since = timezone.now() - RESET_LIFE
    waiting = AccessReset.objects.filter(state=ResetState.WAITING, asked_at__gte=since)
    return waiting.select_related("user").order_by("asked_at")


def reset_of(user: User) -> AccessReset | None:
    return resets_to_confirm().filter(user=user).first()


def departures() -> list[Departure]:
    """Those whose account is still open."""
    return [
        each
        for each in accounts_to_review()
        if each.practitioner.user and each.practitioner.user.standing == Standing.OPEN
    ]
