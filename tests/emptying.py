"""A test with real transactions leaves rows behind: they go, and what the migrations wrote comes back.

Django would truncate each of its hundred tables and write its permissions anew, every time. Here only the tables that
hold something else than after the migrations are touched; those that Django does not manage are among them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import psycopg
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

Rows = dict[str, bytes]
"""What each table holds that holds something, as COPY writes it."""


def let_journals_be_emptied() -> None:
    """What refuses it is off while tests run, but where it is tested."""
    wanted = "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE '%\\_is\\_never\\_emptied'"
    for table, trigger in _server().execute(wanted).fetchall():
        _server().execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


def remember() -> Rows:
    return {table: _rows(table) for table in _filled_tables()}


@contextmanager
def given_back(migrated: Rows) -> Iterator[None]:
    """Meanwhile every test with real transactions ends with these rows and no others."""

    def leave_as_migrated(_: TransactionTestCase) -> None:
        give_back(migrated)

    with mock.patch.object(TransactionTestCase, "_fixture_teardown", leave_as_migrated):
        yield


def give_back(migrated: Rows) -> None:
    """These rows and no others, in every table."""
    changed = [each for each in _filled_tables() if each not in migrated or _rows(each) != migrated[each]]
    with _server().transaction():  # until its end, a row may be there before the one that it names
        if changed:
            names = sql.SQL(", ").join(map(sql.Identifier, changed))
            _server().execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
        for table, rows in migrated.items():
            if _rows(table) != rows:
                _write(table, rows)


def _server() -> psycopg.Connection:
    connection.ensure_connection()
    server: psycopg.Connection = connection.connection
    return server


def _filled_tables() -> list[str]:
    """Those that hold a row, asked for in one statement."""
    tables = _server().execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    holds = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    each = [holds.format(sql.Literal(table), sql.Identifier(table)) for (table,) in tables]
    return [table for (table,) in _server().execute(sql.SQL(" UNION ALL ").join(each))]


def _rows(table: str) -> bytes:
    with _server().cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copied:
        return b"".join(bytes(block) for block in copied)


def _write(table: str, rows: bytes) -> None:
    with _server().cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
        copy.write(rows)
