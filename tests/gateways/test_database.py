"""Statements of every page are planned once for a connection; a log of statements shows their values."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from telavis.gateways.database import PLANNED_AFTER, planned_cursor

pytestmark = pytest.mark.django_db

DOUBLE = "SELECT 2 * %(number)s::int AS telavis_double"


def double(number: int) -> int:
    with planned_cursor() as cursor:
        cursor.execute(DOUBLE, {"number": number})
        (found,) = cursor.fetchone()
    return int(found)


def kept_plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%telavis_double'", []
        )
        (found,) = cursor.fetchone()
    return int(found)


def test_a_statement_that_comes_again_is_planned_once_and_answers_each_value():
    assert [double(number) for number in range(PLANNED_AFTER + 3)] == [0, 2, 4, 6, 8, 10, 12, 14]
    assert kept_plans() == 1


def test_a_log_of_statements_shows_the_values():
    with CaptureQueriesContext(connection) as captured:
        assert double(21) == 42
    assert [query["sql"] for query in captured] == ["SELECT 2 * 21::int AS telavis_double"]
