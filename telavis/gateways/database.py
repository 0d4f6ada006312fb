"""PostgreSQL, for the statements of every page: planned once for each connection instead of at each page."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper

PLANNED_AFTER = 5
"""Runs of a statement on a connection before it is kept; PostgreSQL itself keeps a plan only where it costs no more."""


@contextmanager
def planned_cursor() -> Iterator[CursorWrapper]:
    """A cursor for SQL of ours that joins much and reads little, which takes longer to plan than to run.

    Its values travel beside the statement, not in it: that is what lets PostgreSQL know it again. A log of statements
    shows values in their places, and gets Django's own cursor.
    """
    if connection.queries_logged:
        with connection.cursor() as logged:
            yield logged
        return
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    server: psycopg.Connection = connection.connection
    # Django sets None for a connection that it opens, and never looks again; its own cursors bind on the client.
    server.prepare_threshold = PLANNED_AFTER
    with CursorWrapper(psycopg.Cursor(server), connection) as cursor:
        yield cursor
