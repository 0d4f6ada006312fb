"""Counters that stop counting: past the cap the page says «99+», whatever the volume."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count

from telavis.gateways.database import planned_cursor
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State

CAP = 99

_ONE = "(SELECT count(*) FROM (SELECT FROM service_requests_servicerequest r WHERE {condition} LIMIT {limit}) AS rows)"


def capped_counts(conditions: Mapping[str, str], params: Mapping[str, Any]) -> dict[str, int]:
    """How many requests `r` meet each condition, up to CAP + 1, all in one statement.

    The conditions are SQL of ours and hold no value: making them through the ORM costs more than counting.
    """
    counts = ", ".join(_ONE.format(condition=each, limit=CAP + 1) for each in conditions.values())
    with planned_cursor() as cursor:
        cursor.execute(f"SELECT {counts}", params)
        return dict(zip(conditions, cursor.fetchone(), strict=True))


def requests_about(patients: Iterable[UUID]) -> dict[UUID, int]:
    """How many requests each of these patients has, those in the bin aside: the number, and nothing of what they say."""
    rows = ServiceRequest.objects.filter(patient__in=set(patients)).exclude(state=State.DISCARDED)
    return dict(rows.order_by().values_list("patient").annotate(Count("pk")))


def in_words(count: int) -> str:
    """«12», «99+»."""
    return f"{CAP}+" if count > CAP else str(count)
