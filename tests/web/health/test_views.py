"""The two addresses that a supervisor watches."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from telavis.web.health import parts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_seen_yet() -> None:
    parts.all_applied.clear()


def worker_said_it_lives(*, ago: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [timezone.now() - ago]
        )


def test_a_process_that_answers_is_alive(client: Client):
    response = client.get("/sante/vif")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


def test_with_all_its_parts_it_is_ready(client: Client):
    worker_said_it_lives(ago=timedelta(seconds=5))
    response = client.get("/sante/pret")
    assert (response.status_code, response.json()) == (200, {"status": "ready"})


def test_a_worker_that_is_silent_is_named(client: Client):
    worker_said_it_lives(ago=timedelta(minutes=2))
    response = client.get("/sante/pret")
    assert (response.status_code, response.json()) == (503, {"status": "not ready", "missing": ["worker"]})


def test_a_migration_that_is_missing_is_named(client: Client):
    worker_said_it_lives(ago=timedelta(seconds=5))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts'")
    assert client.get("/sante/pret").json()["missing"] == ["migrations"]


def test_migrations_once_applied_are_not_asked_for_again(client: Client, django_assert_num_queries):
    worker_said_it_lives(ago=timedelta(seconds=5))
    client.get("/sante/pret")
    with django_assert_num_queries(2):
        assert client.get("/sante/pret").status_code == 200


def test_a_database_that_is_away_is_named(client: Client, monkeypatch: pytest.MonkeyPatch):
    def is_away() -> bool:
        raise DatabaseError

    monkeypatch.setitem(parts.PARTS, "database", is_away)
    response = client.get("/sante/pret")
    assert (response.status_code, response.json()["missing"]) == (503, ["database"])


def test_neither_asks_who_is_there(client: Client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/sante/vif")
