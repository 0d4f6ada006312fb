"""The rows of long lists, prepared as plain values: the template only places them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from telavis.service_requests.models import ServiceRequest, Urgency
from telavis.service_requests.workflow import State
from telavis.values.dates import age_in_words
from telavis.values.french import moment
from telavis.values.names import display_name, initials

COLUMNS = (
    "id",
    "reference",
    "state",
    "urgency",
    "headline",
    "missing_count",
    "document_count",
    "sent_at",
    "touched_at",
    "patient__current__birth_name",
    "patient__current__used_name",
    "patient__current__given_names",
    "patient__current__birth_date",
    "requester__practitioner__title",
    "requester__practitioner__given_name",
    "requester__practitioner__family_name",
    "requester__organization__name",
    "requester__organization__town",
    "healthcare_service_id",
    "healthcare_service__name",
    "healthcare_service__organization__name",
    "taken_by__practitioner__title",
    "taken_by__practitioner__family_name",
    "taken_by__practitioner_id",
    "owner__practitioner__title",
    "owner__practitioner__family_name",
    "request_type__title",
    "answer__version",
)


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
    place: str
    service_id: UUID | None
    service: str
    hospital: str
    taken_by: str
    taken_by_id: UUID | None
    owner: str
    request_type: str
    waiting: str
    """How long since it was sent, in words."""
    sent_exactly: str
    moved: str
    """When it last moved, in words."""
    moved_exactly: str
    answer_version: int


def rows_in_order(keys: Sequence[UUID]) -> list[Row]:
    """The rows of these requests, in this order, in one query."""
    if not keys:
        return []
    found = {values["id"]: values for values in ServiceRequest.objects.filter(pk__in=keys).values(*COLUMNS)}
    now = timezone.localtime()
    return [row_of(found[key], now) for key in keys if key in found]


def rows_of(values: Iterable[dict[str, Any]]) -> list[Row]:
    now = timezone.localtime()
    return [row_of(each, now) for each in values]


def row_of(values: dict[str, Any], now: datetime) -> Row:
    last = values["patient__current__used_name"] or values["patient__current__birth_name"] or ""
    first = (values["patient__current__given_names"] or "").split(" ")[0]
    birth: date | None = values["patient__current__birth_date"]
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
        requester=_person(values, "requester__practitioner__"),
        place=_place(values["requester__organization__name"], values["requester__organization__town"]),
        service_id=values["healthcare_service_id"],
        service=values["healthcare_service__name"] or "",
        hospital=values["healthcare_service__organization__name"] or "",
        taken_by=_person(values, "taken_by__practitioner__"),
        taken_by_id=values["taken_by__practitioner_id"],
        owner=_person(values, "owner__practitioner__"),
        request_type=values["request_type__title"] or "",
        waiting=moment(values["sent_at"], now) if values["sent_at"] else "",
        sent_exactly=values["sent_at"].astimezone(now.tzinfo).strftime("%d/%m/%Y %H:%M")
        if values["sent_at"]
        else "",
        moved=moment(moved, now),
        moved_exactly=moved.strftime("%d/%m/%Y %H:%M"),
        answer_version=values["answer__version"] or 0,
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
