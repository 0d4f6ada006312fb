"""The home page of the one who asks: three numbers, drafts to finish, and all their files."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService, PractitionerRole
from telavis.service_requests.models import ReadMark, ServiceRequest, Share
from telavis.service_requests.queries.counts import capped_counts, in_words
from telavis.service_requests.queries.file import name_of
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

    @property
    def own_ids(self) -> list[UUID]:
        """The person alone, without the one they prepare for: what a read mark belongs to."""
        return [self.practitioner_id] if self.practitioner_id else []


def person_of(actor: Actor) -> Person:
    """Every workplace, past ones too, of this person and of the one they prepare for."""
    roles = PractitionerRole.objects.filter(practitioner_id__in=actor.person_ids)
    return Person(actor.practitioner_id, list(roles.values_list("pk", flat=True)))


def home_page(person: Person, filters: Filters, *, after: str = "") -> HomePage:
    """One page of files, last moved first, mine and those that colleagues share with me."""
    keys = _keys(person, filters, after)
    page_keys = keys[:PAGE]
    more = f"{page_keys[-1][0].isoformat()}_{page_keys[-1][1]}" if len(keys) > PAGE else ""
    mine = {key[1] for key in page_keys if key[2]}
    wanted = [key[1] for key in page_keys]
    rows = rows_in_order(wanted) if after else rows_of(_drafts(person), after=wanted)
    # Recalled since its key was read, a file is a draft: in both lists, shown in one.
    drafts = {row.id: row for row in rows if row.state == State.DRAFT}
    files = [row for row in rows if row.id not in drafts]
    ready_first = sorted(drafts.values(), key=lambda row: not row.prepared_by)
    return HomePage(_with_marks(files, person, mine), ready_first, more)


def _drafts(person: Person) -> QuerySet[ServiceRequest]:
    mine = ServiceRequest.objects.filter(requester__in=person.role_ids, state=State.DRAFT)
    return mine.order_by("-touched_at")[:PAGE]


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
    asked = ServiceRequest.objects.filter(requester__in=person.role_ids).values("healthcare_service")
    services = HealthcareService.objects.filter(pk__in=asked).order_by("sort_key")
    words = services.values_list("pk", "name", "organization__name")
    return [(key, f"{name}, {hospital}") for key, name, hospital in words]


def binned(person: Person) -> list[Row]:
    """Drafts in the bin, for thirty days."""
    mine = ServiceRequest.objects.filter(requester__in=person.role_ids, state=State.DISCARDED)
    return rows_of(mine.order_by("-discarded_at")[:PAGE])


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
    asked = ServiceRequest.objects.filter(pk__in=keys, requester__in=person.role_ids)
    return _with_marks(rows_in_order(keys), person, set(asked.values_list("pk", flat=True)))


def _wanted(text: str) -> Q | None:
    """A reference, or words of which the first is in the patient's last name; nothing when that says too little."""
    try:
        return Q(reference=Reference.parse(text))
    except InvalidReference:
        first, *others = normalise(text).split(" ")
    if len(first) + len(others) < 2:
        return None
    wanted = Q(patient__search_last__contains=first)
    for word in others:
        wanted &= Q(patient__search_last__contains=word) | Q(patient__search_given__contains=word)
    return wanted


def _with_marks(rows: list[Row], person: Person, mine: set[UUID]) -> list[HomeRow]:
    """Unread, for those it was given to: the one who asked, the colleague who follows; not for those who gave it."""
    marks = _marks(person, [row.id for row in rows])
    return [
        HomeRow(
            row,
            is_unread=row.state in States.WITH_AN_ANSWER
            and read < row.answer_version
            and (bool(shared_by) or (row.id in mine and row.awaits_reading)),
            shared_by=shared_by,
        )
        for row in rows
        for read, shared_by in [marks.get(row.id, (-1, ""))]
    ]


def _marks(person: Person, keys: list[UUID]) -> dict[UUID, tuple[int, str]]:
    """Of each file: the version that I have read (-1: not opened), and who has transferred it to me."""
    mine = {"service_request": OuterRef("pk"), "practitioner__in": person.own_ids}
    read = ReadMark.objects.filter(**mine).values("answer_version")
    shares = Share.objects.filter(**mine, revoked_at__isnull=True)
    sharer = shares.values(name=name_of("shared_by__practitioner__"))
    found = ServiceRequest.objects.filter(pk__in=keys).values_list("pk", Subquery(read), Subquery(sharer[:1]))
    return {key: (-1 if version is None else version, name or "") for key, version, name in found}


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


def _keys(person: Person, filters: Filters, after: str) -> list[tuple[datetime, UUID, bool]]:
    conditions = ["r.state = ANY(%(states)s)"]
    params: dict[str, Any] = {
        "roles": person.role_ids,
        "me": person.practitioner_id,
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
    with connection.cursor() as cursor:
        cursor.execute(_KEYS.format(conditions=" AND ".join(conditions)), params)
        return list(cursor.fetchall())


def _after(after: str) -> dict[str, Any]:
    """What the cursor of «Suivants» says; one that somebody typed by hand is no cursor."""
    at, _, key = after.partition("_")
    try:
        return {"after_at": datetime.fromisoformat(at), "after_id": UUID(key)}
    except ValueError:
        return {}
