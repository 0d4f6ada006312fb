"""The inbox of the services where a person works: one list, the most urgent and oldest first.

Over a million requests and twenty services: keys first, the first ones of each service by a LATERAL on an index
that holds open requests only, in one ascending order (urgency, sent_at, id), then the rows of one page.

The states of a tab are asked for by `array_position`: taken for a second condition on the same column, they make
PostgreSQL expect so few rows that it reads all those of the service and sorts them, at thirty times the cost.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.gateways.database import planned_cursor
from telavis.service_requests.queries.counts import capped_counts
from telavis.service_requests.queries.rows import Row, rows_in_order
from telavis.service_requests.workflow import State, States

PAGE = 25


class Tab(StrEnum):
    NEW = "nouvelles"
    MINE = "a-moi"
    ON_HOLD = "complement"
    ANSWERED = "repondues"
    ALL = "toutes"


@dataclass(frozen=True)
class Tray:
    """What the address of the page says: a tab, and possibly one service and one urgency."""

    tab: Tab = Tab.NEW
    service_id: UUID | None = None
    urgency: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """A filter leaves out a part of the tab."""
        return self.service_id is not None or self.urgency is not None


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    next: str = ""
    """What to pass as `after` for «Suivants»; empty on the last page."""
    counts: dict[str, int] = field(default_factory=dict)


def inbox_page(actor: Actor, service_ids: list[UUID], tray: Tray, *, after: str = "") -> Page:
    """One page of a tray. `service_ids` are those of the person (`services_open_to`)."""
    chosen = [each for each in service_ids if tray.service_id in (None, each)]
    keys = _keys(actor, chosen, tray, after)
    more = len(keys) > PAGE
    page_keys = keys[:PAGE]
    return Page(
        rows=rows_in_order([key[-1] for key in page_keys]),
        next=_cursor(page_keys[-1]) if more else "",
        counts=tray_counts(actor, chosen),
    )


def tray_counts(actor: Actor, service_ids: list[UUID]) -> dict[str, int]:
    """Open requests only, capped; the other tabs carry no number."""
    params = {"services": service_ids, "now": timezone.now(), "me": actor.practitioner_id}
    return capped_counts(_COUNTED, params)


def waiting_count(service_ids: list[UUID]) -> int:
    """How many requests nobody has taken yet, capped (see `counts`)."""
    params = {"services": service_ids, "now": timezone.now()}
    return capped_counts({Tab.NEW: _COUNTED[Tab.NEW]}, params)[Tab.NEW] if service_ids else 0


_OPEN = """
SELECT k.urgency, k.sent_at, k.id
FROM unnest(%(services)s::uuid[]) AS s(id)
CROSS JOIN LATERAL (
    SELECT r.urgency, r.sent_at, r.id
    FROM service_requests_servicerequest r
    WHERE r.healthcare_service_id = s.id
      AND r.state IN ('sent', 'taken', 'on_hold') AND array_position(%(states)s::text[], r.state::text) IS NOT NULL
      AND r.visible_at <= %(now)s
      {mine} {urgency} {after}
    ORDER BY r.urgency, r.sent_at, r.id
    LIMIT %(limit)s
) k
ORDER BY k.urgency, k.sent_at, k.id
LIMIT %(limit)s
"""

_ANY = """
SELECT k.touched_at, k.id
FROM unnest(%(services)s::uuid[]) AS s(id)
CROSS JOIN LATERAL (
    SELECT r.touched_at, r.id
    FROM service_requests_servicerequest r
    WHERE r.healthcare_service_id = s.id
      AND r.state NOT IN ('draft', 'discarded') AND r.state = ANY(%(states)s)
      AND r.visible_at <= %(now)s
      {urgency} {after}
    ORDER BY r.touched_at DESC, r.id DESC
    LIMIT %(limit)s
) k
ORDER BY k.touched_at DESC, k.id DESC
LIMIT %(limit)s
"""

_STATES: dict[Tab, tuple[State, ...]] = {
    Tab.NEW: (State.SENT,),
    Tab.MINE: (State.TAKEN,),
    Tab.ON_HOLD: (State.ON_HOLD,),
    Tab.ANSWERED: States.WITH_AN_ANSWER,
    Tab.ALL: States.ONCE_SENT,
}


def _keys(actor: Actor, service_ids: list[UUID], tray: Tray, after: str) -> list[Any]:
    """The ordered keys of one page and one more; the last element of each is the id."""
    is_open = tray.tab in (Tab.NEW, Tab.MINE, Tab.ON_HOLD)
    params: dict[str, Any] = {
        "services": service_ids,
        "states": [state.value for state in _STATES[tray.tab]],
        "now": timezone.now(),
        "limit": PAGE + 1,
        "me": actor.practitioner_id,
        "urgency": tray.urgency,
        **_after_params(after, is_open),
    }
    clauses = {
        "mine": _MINE if tray.tab == Tab.MINE else "",
        "urgency": "AND r.urgency = %(urgency)s" if tray.urgency else "",
        "after": (_AFTER_OPEN if is_open else _AFTER_ANY) if "after_id" in params else "",
    }
    with planned_cursor() as cursor:
        cursor.execute((_OPEN if is_open else _ANY).format(**clauses), params)
        return list(cursor.fetchall())


_MINE = """AND r.taken_by_id IN (
    SELECT p.id FROM directory_practitionerrole p WHERE p.practitioner_id = %(me)s)"""
_THEIRS = "r.healthcare_service_id = ANY(%(services)s::uuid[]) AND r.visible_at <= %(now)s AND r.state = "
_COUNTED: dict[str, str] = {
    Tab.NEW: f"{_THEIRS} 'sent'",
    Tab.MINE: f"{_THEIRS} 'taken' {_MINE}",
    Tab.ON_HOLD: f"{_THEIRS} 'on_hold'",
}
_AFTER_OPEN = "AND (r.urgency, r.sent_at, r.id) > (%(after_urgency)s, %(after_at)s, %(after_id)s)"
_AFTER_ANY = "AND (r.touched_at, r.id) < (%(after_at)s, %(after_id)s)"


def _cursor(key: Any) -> str:
    """The last key of a page, as text for an address: no name, no reference."""
    return "_".join(part.isoformat() if isinstance(part, datetime) else str(part) for part in key)


def _after_params(after: str, is_open: bool) -> dict[str, Any]:
    """What the cursor says; a cursor that somebody typed by hand is no cursor."""
    parts = after.split("_")
    try:
        if is_open:
            urgency, at, key = parts
            return {
                "after_urgency": int(urgency),
                "after_at": datetime.fromisoformat(at),
                "after_id": UUID(key),
            }
        at, key = parts
        return {"after_at": datetime.fromisoformat(at), "after_id": UUID(key)}
    except ValueError:
        return {}
