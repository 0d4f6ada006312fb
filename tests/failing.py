"""A database that refuses to keep what is written into one table."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection


@contextmanager
def nothing_kept_in(model: Any) -> Iterator[None]:
    """As if the disk were full, for this table only: whoever writes, and by whatever way."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(f'INSERT INTO "{model._meta.db_table}"'):
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield
