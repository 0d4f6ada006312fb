"""Counting tries in rows, before anything is compared (docs/domain/sign-in.md, rules 10 to 16).

One UPDATE takes a try or does not: PostgreSQL looks at the condition again under the lock of the row, so that
five hundred guesses at once get five comparisons. A counter in a session or in a cache would let them all read 0.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from telavis.accounts.models import TryCount, TryKind
from telavis.audit.actions import http_origin
from telavis.values.devices import counted_as, shortened


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in a period. Periods grow with the failures in a row; at `stop_at` all is refused."""

    kind: TryKind
    most: int
    periods: tuple[
        tuple[int, timedelta], ...
    ]  # (below so many failures, length); the last one holds for ever
    stop_at: int | None = None
    by_address: bool = False
    """The subject is a network address: one line of the network counts once (docs/domain/sign-in.md, rule 12)."""

    def period_end(self, now: datetime) -> Case:
        """When a period that begins now ends, by the failures before it."""
        *shorter, (_, longest) = self.periods
        return Case(
            *(When(failures__lt=below, then=Value(now + length)) for below, length in shorter),
            default=Value(now + longest),
        )


MANY = 10**9
HOUR = timedelta(hours=1)
GROWING = (
    (5, timedelta(minutes=1)),
    (10, timedelta(minutes=5)),
    (20, timedelta(minutes=15)),
    (50, HOUR),
    (MANY, timedelta(hours=4)),
)
PASSWORD = Limit(TryKind.PASSWORD, most=5, periods=GROWING, stop_at=100)
# counted to tell its owner; what stops is counted by the name that was typed (telavis.accounts.names)
PASSWORD_OF_ACCOUNT = Limit(TryKind.PASSWORD, most=MANY, periods=((MANY, HOUR),))
# what does not change between two tries is worth as much patience as a password
APP_CODE = Limit(TryKind.APP_CODE, most=5, periods=GROWING, stop_at=100)
RECOVERY_CODE = Limit(TryKind.RECOVERY_CODE, most=5, periods=GROWING, stop_at=100)
# a whole hospital may stand behind one address: what succeeds is given back
PASSWORD_FROM_ADDRESS = Limit(
    TryKind.PASSWORD_FROM_ADDRESS, most=60, periods=((MANY, timedelta(minutes=15)),), by_address=True
)
CODE = Limit(TryKind.CODE, most=25, periods=((MANY, HOUR),), stop_at=100)
CODE_FROM_ADDRESS = Limit(
    TryKind.CODE_FROM_ADDRESS, most=60, periods=((MANY, timedelta(minutes=15)),), by_address=True
)
CODE_SENT = Limit(TryKind.CODE_SENT, most=5, periods=((MANY, HOUR),))
CODE_ASKED_FROM_ADDRESS = Limit(
    TryKind.CODE_ASKED_FROM_ADDRESS, most=60, periods=((MANY, HOUR),), by_address=True
)
# a whole department may sign up behind one address on the day it hears of the site
SIGN_UP_FROM_ADDRESS = Limit(TryKind.SIGN_UP_FROM_ADDRESS, most=100, periods=((MANY, HOUR),), by_address=True)
# nobody engages fifty people in a day; whoever holds an account must not write to the whole town with it
INVITATION = Limit(TryKind.INVITATION, most=20, periods=((MANY, timedelta(days=1)),))


class TooManyTries(Exception):
    """This try is not looked at. `until` says when the next one may be, None that waiting does not help."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__()
        self.until = until


def count_try(limit: Limit, subject: str) -> None:
    """Take one try, or raise TooManyTries."""
    now = timezone.now()
    row = _row(limit, subject)
    # a period that is over for all who come at once: with `now`, whoever took theirs a moment before would count in
    # a period that the next one begins anew
    new = TryCount(kind=limit.kind, subject=_mark(limit, subject), period_ends_at=now - HOUR)
    TryCount.objects.bulk_create([new], ignore_conflicts=True)
    open_to_tries = row.filter(Q(tries__lt=limit.most) | Q(period_ends_at__lte=now))
    if limit.stop_at is not None:
        open_to_tries = open_to_tries.filter(failures__lt=limit.stop_at)
    taken = open_to_tries.update(
        tries=Case(When(period_ends_at__lte=now, then=1), default=F("tries") + 1),
        failures=F("failures") + 1,
        period_ends_at=Case(
            When(period_ends_at__lte=now, then=limit.period_end(now)), default=F("period_ends_at")
        ),
    )
    if not taken:
        raise TooManyTries(_next_time(limit, row))


def failures(*wanted: tuple[Limit, str]) -> int:
    """How many in a row since the right person last came, over these limits and subjects together."""
    return sum(_rows(*wanted).values_list("failures", flat=True))


def note_refused(limit: Limit, subject: str) -> None:
    """When and from what network the wrong one came, for the owner to read; the same for a name without an account."""
    place = shortened(http_origin.get().address)
    _row(limit, subject).update(refused_at=timezone.now(), refused_from=place)


def last_refused(*wanted: tuple[Limit, str]) -> TryCount | None:
    """Where the last refusal over these limits and subjects is written, if there was one."""
    return _rows(*wanted).filter(refused_at__isnull=False).order_by("-refused_at").first()


def forget_failures(limit: Limit, subject: str) -> None:
    """The right person has come: their counter begins anew."""
    _row(limit, subject).update(tries=0, failures=0)


def give_back(limit: Limit, subject: str) -> None:
    """The try just taken was no failure."""
    _row(limit, subject).update(
        tries=Greatest(F("tries") - 1, Value(0)), failures=Greatest(F("failures") - 1, Value(0))
    )


def counted(wanted: Iterable[tuple[Limit, str]]) -> list[tuple[Limit, TryCount]]:
    """What has been counted of these, for whoever looks into it; in one question."""
    marks = {(limit.kind, _mark(limit, subject)): limit for limit, subject in wanted}
    rows = TryCount.objects.filter(
        kind__in={kind for kind, _ in marks}, subject__in={mark for _, mark in marks}
    )
    found = [(marks.get((TryKind(row.kind), row.subject)), row) for row in rows.order_by("pk")]
    return [(limit, row) for limit, row in found if limit]


@contextmanager
def counted_from_here() -> Iterator[None]:
    """A code of any kind, tried from the address of this page; what succeeds is given back, as with passwords."""
    address = http_origin.get().address
    if address is None:
        yield  # no browser is asking: a command, a job
        return
    count_try(CODE_FROM_ADDRESS, address)
    yield
    give_back(CODE_FROM_ADDRESS, address)


def _next_time(limit: Limit, row: QuerySet[TryCount]) -> datetime | None:
    failures, end = row.values_list("failures", "period_ends_at").get()
    is_stopped = limit.stop_at is not None and failures >= limit.stop_at
    return None if is_stopped else end


def _rows(*wanted: tuple[Limit, str]) -> QuerySet[TryCount]:
    each = (Q(kind=limit.kind, subject=_mark(limit, subject)) for limit, subject in wanted)
    return TryCount.objects.filter(reduce(or_, each))


def _row(limit: Limit, subject: str) -> QuerySet[TryCount]:
    return TryCount.objects.filter(kind=limit.kind, subject=_mark(limit, subject))


def _mark(limit: Limit, subject: str) -> str:
    """What was typed for an account that does not exist, or an address, is not kept in clear."""
    counted = counted_as(subject) if limit.by_address else subject
    return salted_hmac("telavis.accounts.tries", counted, algorithm="sha256").hexdigest()
