"""A query written with Django that each process makes into SQL once: it takes longer to make than to run.

Where its values will come, the query is written with stand-ins; each run puts its own in their places. They are
values of a column: what changes the query itself (a list of another length, None) is another statement.
"""

from collections.abc import Callable, Hashable, Mapping
from copy import copy
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

from telavis.gateways.database import planned_cursor

Row = TypeVar("Row", bound=Model)


class _Made(NamedTuple):
    compiler: Any
    """Django's, which knows what stands in which column."""
    sql: str
    params: tuple[Any, ...]


class Statement(Generic[Row]):
    """Its rows are models as the query would give them, with what it joins."""

    def __init__(self, write: Callable[[], QuerySet[Row]]) -> None:
        self._write = write

    def rows(self, values: Mapping[Any, Any]) -> list[Row]:
        """Run with these values, each under its stand-in."""
        made = self._made
        with planned_cursor() as cursor:
            cursor.execute(made.sql, [_in_place(each, values) for each in made.params])
            found = cursor.fetchall()
        return list(ModelIterable(_found(copy(made.compiler), found))) if found else []

    def row(self, values: Mapping[Any, Any]) -> Row | None:
        """The one that a key finds."""
        return next(iter(self.rows(values)), None)

    @cached_property
    def _made(self) -> _Made:
        compiler = self._write().query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        return _Made(compiler, sql, tuple(params))


def _in_place(param: Any, values: Mapping[Any, Any]) -> Any:
    return values.get(param, param) if isinstance(param, Hashable) else param


def _found(compiler: Any, rows: list[Any]) -> Any:
    """What Django's own reading of a query wants to know of it, with the answer already there."""
    compiler.connection = connection
    compiler.execute_sql = lambda **_: [rows]
    query = SimpleNamespace(get_compiler=lambda using: compiler)
    return SimpleNamespace(query=query, db=DEFAULT_DB_ALIAS, _known_related_objects={})
