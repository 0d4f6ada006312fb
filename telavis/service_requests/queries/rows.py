"""The rows of long lists, prepared as plain values: the template only places them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from telavis.gateways.database import planned_cursor
from telavis.service_requests.models import Urgency
from telavis.service_requests.workflow import State
from telavis.values.dates import age_in_words
from telavis.values.french import moment
from telavis.values.names import display_name, initials


@dataclass(frozen=True)
class Row:
    """One request in a list, all in words. `patient_name` is for the asking side, `initials` for the inbox."""

    id: UUID
    reference: str
    state: str
    state_label: str
    urgency: int | None
    urgency_label: str
    headline: str
    missing_count: int
    document_count: int
    initials: str
    patient_name: str
    age: str
    requester: str
    requester_id: UUID | None
    place: str
    service_id: UUID | None
    service: str
    hospital: str
    taken_by: str
    taken_by_id: UUID | None
    owner: str
    owner_id: UUID | None
    request_type: str
    waiting: str
    """How long since it was sent, in words."""
    sent_exactly: str
    moved: str
    """When it last moved, in words."""
    moved_exactly: str
    answer_version: int
    awaits_reading: bool
    prepared_by: str
    """Of a draft: the delegate who handed it over, ready to be sent."""


def rows_in_order(keys: Sequence[UUID]) -> list[Row]:
    """The rows of these requests, in this order, in one query."""
    return _rows("%(after)s::uuid[]", {"after": list(keys)}) if keys else []


def rows_of(keys: str, params: Mapping[str, Any], *, after: Sequence[UUID] = ()) -> list[Row]:
    """The rows of a few requests whose ids this SQL of ours selects, in its order; `after` those of these keys.

    Two lists cost no more to plan than one.
    """
    return _rows(f"%(after)s::uuid[] || ARRAY({keys})", {**params, "after": list(after)})


def _rows(keys: str, params: Mapping[str, Any]) -> list[Row]:
    now = timezone.localtime()
    with planned_cursor() as cursor:
        cursor.execute(_ROWS.format(keys=keys), params)
        names = [column.name for column in cursor.description]
        return [_row(dict(zip(names, values, strict=True)), now) for values in cursor.fetchall()]


# Thirteen tables joined in one list cost PostgreSQL ten times longer to plan than to read. A LATERAL with a LIMIT is
# planned by itself, and none of them has more than three.
_PERSON = """
LEFT JOIN LATERAL (
    SELECT p.title, p.given_name, p.family_name, o.practitioner_id, h.name AS place, h.town
    FROM directory_practitionerrole o
    JOIN directory_practitioner p ON p.id = o.practitioner_id
    JOIN directory_organization h ON h.id = o.organization_id
    WHERE o.id = r.{role} LIMIT 1
) {name} ON true"""
_ROWS = f"""
SELECT r.id, r.reference, r.state, r.urgency, r.headline, r.missing_count, r.document_count, r.sent_at, r.touched_at,
    r.awaits_reading,
    patient.*, requester.title AS requester_title, requester.given_name AS requester_given_name,
    requester.family_name AS requester_family_name, requester.place, requester.town,
    requester.practitioner_id AS requester_id,
    taker.title AS taker_title, taker.family_name AS taker_family_name, taker.practitioner_id AS taker_id,
    owner.title AS owner_title, owner.family_name AS owner_family_name, owner.practitioner_id AS owner_id,
    r.healthcare_service_id AS service_id, service.*, type.title AS request_type, answer.version AS answer_version,
    prepared.prepared_by
FROM unnest({{keys}}) WITH ORDINALITY AS k(id, rank)
JOIN service_requests_servicerequest r ON r.id = k.id
LEFT JOIN LATERAL (
    SELECT v.birth_name, v.used_name, v.given_names, v.birth_date
    FROM patients_patient p JOIN patients_identityversion v ON v.id = p.current_id
    WHERE p.id = r.patient_id LIMIT 1
) patient ON true
{_PERSON.format(role="requester_id", name="requester")}
{_PERSON.format(role="taken_by_id", name="taker")}
{_PERSON.format(role="owner_id", name="owner")}
LEFT JOIN LATERAL (
    SELECT s.name AS service, h.name AS hospital
    FROM directory_healthcareservice s JOIN directory_organization h ON h.id = s.organization_id
    WHERE s.id = r.healthcare_service_id LIMIT 1
) service ON true
LEFT JOIN questionnaires_requesttype type ON type.id = r.request_type_id
LEFT JOIN LATERAL (
    SELECT CASE t.verb WHEN 'prepare' THEN t.user_label END AS prepared_by FROM service_requests_transition t
    WHERE r.state = 'draft' AND t.service_request_id = r.id AND t.verb IN ('prepare', 'recall')
    ORDER BY t.id DESC LIMIT 1
) prepared ON true
LEFT JOIN service_requests_answer answer ON answer.id = r.answer_id
ORDER BY k.rank
"""  # noqa: S608 (all of it is written here)


def _row(values: dict[str, Any], now: datetime) -> Row:
    last = values["used_name"] or values["birth_name"] or ""
    first = (values["given_names"] or "").split(" ")[0]
    birth: date | None = values["birth_date"]
    urgency = values["urgency"]
    moved = values["touched_at"].astimezone(now.tzinfo)
    return Row(
        id=values["id"],
        reference=values["reference"],
        state=values["state"],
        state_label=str(State(values["state"]).label),
        urgency=urgency,
        urgency_label=str(Urgency(urgency).label) if urgency else "",
        headline=values["headline"],
        missing_count=values["missing_count"],
        document_count=values["document_count"],
        initials=initials(last, first),
        patient_name=display_name(last, first),
        age=age_in_words(birth, now.date()) if birth else "",
        requester=_person(values, "requester_"),
        requester_id=values["requester_id"],
        place=_place(values["place"], values["town"]),
        service_id=values["service_id"],
        service=values["service"] or "",
        hospital=values["hospital"] or "",
        taken_by=_person(values, "taker_"),
        taken_by_id=values["taker_id"],
        owner=_person(values, "owner_"),
        owner_id=values["owner_id"],
        request_type=values["request_type"] or "",
        waiting=moment(values["sent_at"], now) if values["sent_at"] else "",
        sent_exactly=values["sent_at"].astimezone(now.tzinfo).strftime("%d/%m/%Y %H:%M")
        if values["sent_at"]
        else "",
        moved=moment(moved, now),
        moved_exactly=moved.strftime("%d/%m/%Y %H:%M"),
        answer_version=values["answer_version"] or 0,
        awaits_reading=values["awaits_reading"],
        prepared_by=values["prepared_by"] or "",
    )


def _person(values: dict[str, Any], prefix: str) -> str:
    parts = (
        values.get(prefix + "title"),
        values.get(prefix + "given_name"),
        values.get(prefix + "family_name"),
    )
    return " ".join(part for part in parts if part)


def _place(name: str, town: str) -> str:
    return name if not town or town.lower() in name.lower() else f"{name}, {town}"
