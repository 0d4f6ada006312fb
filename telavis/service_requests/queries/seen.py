"""One request as the person who asks may see it, with the people and places that every page of it names."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import PractitionerRole
from telavis.gateways.statements import Statement
from telavis.service_requests.models import ReadMark, ServiceRequest
from telavis.service_requests.steps import RELATED

_ME, _ANOTHER, _REFERENCE = UUID(int=1), UUID(int=2), "the reference"
_A_DAY, _NOW = date.min, datetime(1, 1, 2, tzinfo=UTC)
_IN_ITS_FILE = ("identity_version", "patient__current", "request_type", "response", "folder")


def seen(reference: str, *, by: Actor) -> ServiceRequest | None:
    """The request, or None where it is not visible to them; nothing is opened."""
    return _row(reference, by, is_opened=False)


def seen_with_its_file(reference: str, *, by: Actor) -> ServiceRequest | None:
    """All that its file shows too, and `version_read`: that of the answer which this person has read, or null."""
    return _row(reference, by, is_opened=True)


def _row(reference: str, by: Actor, *, is_opened: bool) -> ServiceRequest | None:
    if by.practitioner_id is None:
        return None
    others = by.person_ids - by.own_ids
    statement = _statement(is_for_two=bool(others), is_opened=is_opened)
    return statement.row(_values(reference, by.practitioner_id, *others))


def _values(reference: str, me: UUID, another: UUID | None = None) -> Mapping[Any, Any]:
    today, now = timezone.localdate(), timezone.now()
    return {_REFERENCE: reference, _ME: me, _ANOTHER: another, _A_DAY: today, _NOW: now}


@cache
def _statement(*, is_for_two: bool, is_opened: bool) -> Statement[ServiceRequest]:
    return Statement(lambda: _opened(_found(is_for_two)) if is_opened else _found(is_for_two))


def _found(is_for_two: bool) -> Any:
    another = PractitionerRole(practitioner_id=_ANOTHER) if is_for_two else None
    somebody = Actor(user=None, role=PractitionerRole(practitioner_id=_ME), on_behalf_of=another)
    rows = ServiceRequest.objects.visible_to(somebody, on=_A_DAY, now=_NOW)
    return rows.filter(reference=_REFERENCE).select_related(*RELATED)


def _opened(rows: Any) -> Any:
    marks = ReadMark.objects.filter(service_request=OuterRef("pk"), practitioner=_ME)
    read = Subquery(marks.values("answer_version"))
    return rows.annotate(version_read=read).select_related(*RELATED, *_IN_ITS_FILE)
