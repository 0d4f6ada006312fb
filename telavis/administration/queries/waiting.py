"""What waits for an administrator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from telavis.accounts.models import Standing, User
from telavis.administration.models import AccessReset, AccountMerge, AskedState
from telavis.audit.administration import Act
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.models import HealthcareService, Practitioner
from telavis.directory.queries import accounts_to_review, published_by_rpps
from telavis.directory.queries.departures import Departure
from telavis.registrations.queries.queue import waiting_count
from telavis.services.coverage import uncovered_services
from telavis.values.rpps import RPPS

ASKED_LIFE = timedelta(days=7)
MOST = 25
Row = TypeVar("Row")


@dataclass(frozen=True)
class First(Generic[Row]):
    """As many rows as a page shows, and whether more wait behind them."""

    rows: Sequence[Row]
    are_all: bool

    @classmethod
    def of(cls, found: Sequence[Row]) -> "First[Row]":
        """From one row more than is shown."""
        return cls(found[:MOST], len(found) <= MOST)

    @property
    def count(self) -> str:
        return str(len(self.rows)) if self.are_all else f"{MOST}+"


@dataclass(frozen=True)
class Waiting:
    registrations: int
    departures: int
    resets: First[AccessReset]
    merges: First[AccountMerge]
    uncovered: First[HealthcareService]


def what_waits() -> Waiting:
    """A few questions, whatever the number of rows."""
    return Waiting(
        waiting_count(),
        len(departures()),
        First.of(list(resets_to_confirm()[: MOST + 1])),
        First.of(list(merges_to_confirm()[: MOST + 1])),
        First.of(uncovered_services(MOST + 1)),
    )


def resets_to_confirm() -> QuerySet[AccessReset]:
    """The oldest first; after a week they no longer stand here."""
    since = timezone.now() - ASKED_LIFE
    waiting = AccessReset.objects.filter(state=AskedState.WAITING, asked_at__gte=since)
    return waiting.select_related("user").order_by("asked_at")


def reset_of(user: User) -> AccessReset | None:
    return resets_to_confirm().filter(user=user).first()


def merges_to_confirm() -> QuerySet[AccountMerge]:
    """The oldest first; after a week they no longer stand here."""
    since = timezone.now() - ASKED_LIFE
    waiting = AccountMerge.objects.filter(state=AskedState.WAITING, asked_at__gte=since)
    return waiting.select_related("stays", "closes").order_by("asked_at")


def merge_of(stays: User, closes: User) -> AccountMerge | None:
    return merges_to_confirm().filter(stays=stays, closes=closes).first()


def departures() -> list[Departure]:
    """Those whose account is still open, and whom nobody has looked at since they left."""
    missing = [
        each
        for each in accounts_to_review()
        if each.practitioner.user and each.practitioner.user.standing == Standing.OPEN
    ]
    kept = _kept_on([each.practitioner.user_id for each in missing if each.practitioner.user_id])
    return [each for each in missing if not _is_kept(kept, each.practitioner, each.left_on)]


def left_on(practitioner: Practitioner | None) -> date | None:
    """Since when the national directory no longer has somebody whom nobody has looked at since."""
    if practitioner is None or not practitioner.rpps or practitioner.user_id is None:
        return None
    published = published_by_rpps(RPPS(practitioner.rpps))
    if published is None or published.left_on is None:
        return None
    kept = _kept_on([practitioner.user_id])
    return None if _is_kept(kept, practitioner, published.left_on) else published.left_on


def _kept_on(account_ids: list[UUID]) -> dict[UUID, date]:
    """The last day on which an administrator looked at each of these accounts and kept it."""
    acts = AuditEvent.objects.filter(
        action=AuditAction.ADMINISTER, object_id__in=account_ids, detail__did=Act.KEEP
    )
    rows = acts.order_by("id").values_list("object_id", "occurred_at")
    return {key: timezone.localdate(when) for key, when in rows if key}


def _is_kept(kept: dict[UUID, date], practitioner: Practitioner, since: date) -> bool:
    day = kept.get(practitioner.user_id) if practitioner.user_id else None
    return day is not None and day >= since
