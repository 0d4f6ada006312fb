"""A person's own figures: what they asked and what they answered, month by month."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from telavis.values.french import MONTHS, NARROW, NO_BREAK

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Month:
    """One month of one side. Delays are medians, in hours, over what was answered in that month's requests."""

    first_day: date
    requests: int
    answered: int
    declined: int
    median_hours: float | None

    @property
    def name(self) -> str:
        return f"{MONTHS[self.first_day.month - 1]} {self.first_day.year}"

    @property
    def median_in_words(self) -> str:
        return delay_in_words(self.median_hours)


def delay_in_words(hours: float | None) -> str:
    """«45 min», «5 h», «3 j»; a dash when nothing was answered."""
    if hours is None:
        return "—"
    if hours < 1:
        return f"{max(round(hours * 60), 1)}{NARROW}min"
    if hours < 48:
        return f"{round(hours)}{NARROW}h"
    return f"{round(hours / 24)}{NO_BREAK}j"


def asked_by_month(practitioner_id: UUID) -> list[Month]:
    """What this person asked, from any workplace, most recent month first."""
    return _by_month("r.requester_id", practitioner_id)


def answered_by_month(practitioner_id: UUID) -> list[Month]:
    """What this person took in charge, most recent month first."""
    return _by_month("r.taken_by_id", practitioner_id)


_SQL = """
SELECT date_trunc('month', r.sent_at, %(zone)s)::timestamptz AS month,
       count(*),
       count(r.answered_at),
       count(*) FILTER (WHERE r.state = 'declined'),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.answered_at - r.sent_at) / 3600)
           FILTER (WHERE r.answered_at IS NOT NULL)
FROM service_requests_servicerequest r
WHERE {column} IN (SELECT p.id FROM directory_practitionerrole p WHERE p.practitioner_id = %(person)s)
  AND r.sent_at >= %(since)s AND r.state <> 'entered_in_error'
GROUP BY 1 ORDER BY 1 DESC
"""


def _by_month(column: str, practitioner_id: UUID) -> list[Month]:
    zone = timezone.get_current_timezone_name()
    params: dict[str, Any] = {"person": practitioner_id, "since": _first_moment(), "zone": zone}
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(column=column), params)
        rows = cursor.fetchall()
    return [Month(row[0].astimezone(ZoneInfo(zone)).date(), *row[1:]) for row in rows]


def _first_moment() -> datetime:
    """Midnight of the first day of the month, eleven months ago."""
    today = timezone.localdate()
    months = today.year * 12 + today.month - MONTHS_SHOWN
    return timezone.make_aware(datetime(months // 12, months % 12 + 1, 1))  # noqa: DTZ001 (made aware)
