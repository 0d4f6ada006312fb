"""The home page of the one who asks: three numbers, drafts to finish, and all their files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import PractitionerRole
from telavis.gateways.database import planned_cursor
from telavis.patients.queries import named
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries.counts import capped_counts, in_words
from telavis.service_requests.queries.rows import Row, rows_in_order, rows_of
from telavis.service_requests.workflow import State, States
from telavis.values.names import normalise
from telavis.values.references import InvalidReference, Reference

PAGE = 25
SEARCH_LIMIT = 25


@dataclass(frozen=True)
class Filters:
    """What the address may say: states, a service, a period. Never anything about a patient."""

    states: tuple[State, ...] = States.ONCE_SENT
    service_id: UUID | None = None
    since: date | None = None


@dataclass(frozen=True)
class HomeRow:
    row: Row
    is_unread: bool
    shared_by: str
    """The one who transferred it to me; empty for what is mine, or of my service."""


@dataclass(frozen=True)
class HomePage:
    """One page of files; above the first, the drafts: those ready to be sent, then the others, last touched first."""

    rows: list[HomeRow]
    drafts: list[Row] = field(default_factory=list)
    next: str = ""


@dataclass(frozen=True)
class HomeCounts:
    """The three numbers, capped (see `counts`)."""

    unread: int = 0
    with_the_expert: int = 0
    waiting_for_me: int = 0

    @property
    def unread_words(self) -> str:
        return in_words(self.unread)

    @property
    def with_the_expert_words(self) -> str:
        return in_words(self.with_the_expert)

    @property
    def waiting_for_me_words(self) -> str:
        return in_words(self.waiting_for_me)


@dataclass(frozen=True)
class Person:
    """Whose files these are: the ids that all queries of the page share."""

    practitioner_id: UUID | None
    role_ids: list[UUID] = field(default_factory=list)


def person_of(actor: Actor) -> Person:
    """Every workplace, past ones too, of this person and of the one they prepare for."""
    roles = PractitionerRole.objects.filter(practitioner_id__in=actor.person_ids)
    return Person(actor.practitioner_id, list(roles.values_list("pk", flat=True)))


def home_page(person: Person, filters: Filters, *, after: str = "") -> HomePage:
    """One page of files, last moved first, mine and those that colleagues share with me."""
    keys = _keys(person, filters, after)
    page_keys = keys[:PAGE]
    more = f"{page_keys[-1].touched_at.isoformat()}_{page_keys[-1].id}" if len(keys) > PAGE else ""
    wanted = [key.id for key in page_keys]
    rows = rows_in_order(wanted) if after else rows_of(_DRAFTS, {"roles": person.role_ids}, after=wanted)
    # Recalled since its key was read, a file is a draft: in both lists, shown in one.
    drafts = {row.id: row for row in rows if row.state == State.DRAFT}
    files = [row for row in rows if row.id not in drafts]
    ready_first = sorted(drafts.values(), key=lambda row: not row.prepared_by)
    return HomePage(_with_marks(files, page_keys), ready_first, more)


_OWN = "SELECT r.id FROM service_requests_servicerequest r WHERE r.requester_id = ANY(%(roles)s::uuid[])"
_DRAFTS = f"{_OWN} AND r.state = 'draft' ORDER BY r.touched_at DESC LIMIT {PAGE}"
_BINNED = f"{_OWN} AND r.state = 'discarded' ORDER BY r.discarded_at DESC LIMIT {PAGE}"


def home_counts(person: Person) -> HomeCounts:
    return HomeCounts(**capped_counts(_COUNTED, {"roles": person.role_ids, "me": person.practitioner_id}))


_COUNTED = {
    "unread": """r.requester_id = ANY(%(roles)s::uuid[]) AND r.awaits_reading
        AND r.state IN ('answered', 'closed') AND NOT EXISTS (
        SELECT FROM service_requests_readmark m JOIN service_requests_answer a ON a.id = r.answer_id
        WHERE m.service_request_id = r.id AND m.practitioner_id = %(me)s AND m.answer_version >= a.version)""",
    "with_the_expert": "r.requester_id = ANY(%(roles)s::uuid[]) AND r.state IN ('sent', 'taken')",
    "waiting_for_me": "r.requester_id = ANY(%(roles)s::uuid[]) AND r.state = 'on_hold'",
}


def services_asked(person: Person) -> list[tuple[UUID, str]]:
    """The services that this person has asked, for the filter: id and name."""
    with planned_cursor() as cursor:
        cursor.execute(_SERVICES_ASKED, {"roles": person.role_ids})
        return [(key, f"{name}, {hospital}") for key, name, hospital in cursor.fetchall()]


_SERVICES_ASKED = """
SELECT s.id, s.name, h.name
FROM directory_healthcareservice s JOIN directory_organization h ON h.id = s.organization_id
WHERE s.id IN (
    SELECT r.healthcare_service_id FROM service_requests_servicerequest r
    WHERE r.requester_id = ANY(%(roles)s::uuid[]))
ORDER BY s.sort_key
"""


def binned(person: Person) -> list[Row]:
    """Drafts in the bin, for thirty days."""
    return rows_of(_BINNED, {"roles": person.role_ids})


def search_files(actor: Actor, person: Person, text: str) -> list[HomeRow]:
    """Files by reference, or by the beginning of a patient's name: only among those this person may see."""
    wanted = _wanted(text)
    if wanted is None:
        return []
    # One statement for each reason to see a file: each has its index, where «or» would read every request.
    reasons = [
        reason.filter(wanted).values_list("pk", "touched_at")
        for reason in ServiceRequest.objects.reasons(actor)
    ]
    found = reasons[0].union(*reasons[1:]).order_by("-touched_at")[:SEARCH_LIMIT]
    keys = [key for key, _ in found]
    # The marks first: what is erased between both statements has no row to be marked.
    marked = _marked(person, _FOUND, {"keys": keys})
    return _with_marks(rows_in_order([key.id for key in marked]), marked)


def _wanted(text: str) -> Q | None:
    """A reference, or words of which the first is in the patient's last name; nothing when that says too little."""
    try:
        return Q(reference=Reference.parse(text))
    except InvalidReference:
        first, *others = normalise(text).split(" ")
    if len(first) + len(others) < 2:
        return None
    return Q(patient__in=named(first, *others))


class _Key(NamedTuple):
    """One file of a list, and what it is to this person."""

    touched_at: datetime
    id: UUID
    is_mine: bool
    """Asked by this person, or by the one they prepare for."""
    version_read: int | None
    """The version of the answer that this person has read; None before they open it."""
    shared_by: str | None
    """Who has transferred it to this person."""


def _with_marks(rows: list[Row], keys: Sequence[_Key]) -> list[HomeRow]:
    """Unread, for those it was given to: the one who asked, the colleague who follows; not for those who gave it."""
    known = {key.id: key for key in keys}
    return [_with_mark(row, known[row.id]) for row in rows]


def _with_mark(row: Row, key: _Key) -> HomeRow:
    is_read = key.version_read is not None and key.version_read >= row.answer_version
    is_theirs_to_read = bool(key.shared_by) or (key.is_mine and row.awaits_reading)
    is_unread = row.state in States.WITH_AN_ANSWER and not is_read and is_theirs_to_read
    return HomeRow(row, is_unread=is_unread, shared_by=key.shared_by or "")


def _marked(person: Person, keys: str, params: Mapping[str, Any]) -> list[_Key]:
    """These keys, each with what this person has read of the file and who has transferred it to them."""
    mine = {"me": person.practitioner_id, "roles": person.role_ids}
    with planned_cursor() as cursor:
        cursor.execute(_MARKED.format(keys=keys), {**mine, **params})
        return [_Key(*found) for found in cursor.fetchall()]


_MARKED = """
SELECT files.touched_at, files.id, files.is_mine,
    (SELECT m.answer_version FROM service_requests_readmark m
     WHERE m.service_request_id = files.id AND m.practitioner_id = %(me)s) AS version_read,
    (SELECT trim(concat_ws(' ', p.title, p.given_name, p.family_name))
     FROM service_requests_share s
     JOIN directory_practitionerrole o ON o.id = s.shared_by_id
     JOIN directory_practitioner p ON p.id = o.practitioner_id
     WHERE s.service_request_id = files.id AND s.practitioner_id = %(me)s AND s.revoked_at IS NULL
     LIMIT 1) AS shared_by
FROM ({keys}) AS files
ORDER BY files.touched_at DESC, files.id DESC
"""
_FOUND = """
SELECT r.touched_at, r.id, r.requester_id = ANY(%(roles)s::uuid[]) AS is_mine
FROM service_requests_servicerequest r WHERE r.id = ANY(%(keys)s::uuid[])
"""
_KEYS = """
SELECT touched_at, id, is_mine FROM (
    (SELECT k.touched_at, k.id, true AS is_mine
     FROM unnest(%(roles)s::uuid[]) AS p(id)
     CROSS JOIN LATERAL (
        SELECT r.touched_at, r.id FROM service_requests_servicerequest r
        WHERE r.requester_id = p.id AND {conditions}
        ORDER BY r.touched_at DESC, r.id DESC LIMIT %(limit)s
     ) k)
    UNION ALL
    (SELECT r.touched_at, r.id, false
     FROM service_requests_share s JOIN service_requests_servicerequest r ON r.id = s.service_request_id
     WHERE s.practitioner_id = %(me)s AND s.revoked_at IS NULL AND r.visible_at <= %(now)s AND {conditions}
     ORDER BY r.touched_at DESC, r.id DESC LIMIT %(limit)s)
) AS files
ORDER BY touched_at DESC, id DESC
LIMIT %(limit)s
"""


def _keys(person: Person, filters: Filters, after: str) -> list[_Key]:
    conditions = ["r.state = ANY(%(states)s)"]
    params: dict[str, Any] = {
        "states": [state.value for state in filters.states],
        "limit": PAGE + 1,
        "now": timezone.now(),
    }
    if filters.service_id:
        conditions.append("r.healthcare_service_id = %(service)s")
        params["service"] = filters.service_id
    if filters.since:
        conditions.append("r.sent_at >= %(since)s")
        params["since"] = filters.since
    cursor_params = _after(after)
    if cursor_params:
        conditions.append("(r.touched_at, r.id) < (%(after_at)s, %(after_id)s)")
        params |= cursor_params
    return _marked(person, _KEYS.format(conditions=" AND ".join(conditions)), params)


def _after(after: str) -> dict[str, Any]:
    """What the cursor of «Suivants» says; one that somebody typed by hand is no cursor."""
    at, _, key = after.partition("_")
    try:
        return {"after_at": datetime.fromisoformat(at), "after_id": UUID(key)}
    except ValueError:
        return {}
