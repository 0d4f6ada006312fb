"""A migration never makes the whole site wait behind a lock."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import pre_migrate

pytestmark = pytest.mark.django_db


def lock_timeout() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return str(cursor.fetchone()[0])


@pytest.fixture
def seen_while_migrating() -> Iterator[set[str]]:
    seen: set[str] = set()

    def look(**_: Any) -> None:
        seen.add(lock_timeout())

    pre_migrate.connect(look)
    yield seen
    pre_migrate.disconnect(look)


def test_a_lock_is_waited_for_during_five_seconds_only_and_only_then(seen_while_migrating: set[str]):
    call_command("migrate", verbosity=0)
    assert seen_while_migrating == {"5s"}
    assert lock_timeout() == "0"
