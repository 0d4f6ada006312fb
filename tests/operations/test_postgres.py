"""The embedded PostgreSQL."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_text_is_ordered_and_lowered_by_the_builtin_provider():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datlocprovider, datlocale, lower('ÉŒ') FROM pg_database WHERE datname = current_database()"
        )
        assert cursor.fetchone() == ("b", "C.UTF-8", "éœ")
