"""Counters that stop counting: past the cap the page says «99+», whatever the volume."""

from collections.abc import Mapping
from typing import Any

from telavis.gateways.database import planned_cursor

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


def in_words(count: int) -> str:
    """«12», «99+»."""
    return f"{CAP}+" if count > CAP else str(count)
