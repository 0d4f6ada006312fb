"""Counters that stop counting: past the cap the page says «99+», whatever the volume."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from telavis.service_requests.models import ServiceRequest

CAP = 99


def capped_counts(sets: dict[str, QuerySet[ServiceRequest]]) -> dict[str, int]:
    """How many rows each set has, up to CAP + 1, all in one statement."""
    if not sets:
        return {}
    selects: list[str] = []
    params: list[Any] = []
    for queryset in sets.values():
        try:
            sql, its_params = queryset.order_by().values("pk")[: CAP + 1].query.sql_with_params()
        except EmptyResultSet:  # Django sees by itself that there is nothing: an account without a workplace
            selects.append("0")
            continue
        selects.append(f"(SELECT count(*) FROM ({sql}) AS rows)")  # noqa: S608 (Django made the SQL, values are parameters)
        params += its_params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(selects)}", params)
        return dict(zip(sets, cursor.fetchone(), strict=True))


def in_words(count: int) -> str:
    """«12», «99+»."""
    return f"{CAP}+" if count > CAP else str(count)
