"""The embedded PostgreSQL."""

from pathlib import Path

import pytest
from django.db import connection

from telavis.supervisor.postgres import shared_buffers


@pytest.mark.django_db
def test_text_is_ordered_and_lowered_by_the_builtin_provider():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datlocprovider, datlocale, lower('ÉŒ') FROM pg_database WHERE datname = current_database()"
        )
        assert cursor.fetchone() == ("b", "C.UTF-8", "éœ")


@pytest.mark.parametrize(
    ("limit", "megabytes"),
    [
        (str(2 * 2**30), 256),
        (str(512 * 2**20), 128),
    ],
)
def test_it_keeps_an_eighth_of_the_memory_of_its_container_and_no_less_than_a_little(
    limit: str, megabytes: int, tmp_path: Path
):
    told = tmp_path / "memory.max"
    told.write_text(f"{limit}\n")
    assert shared_buffers((told,)) == megabytes


def test_without_a_limit_the_memory_is_that_of_the_machine(tmp_path: Path):
    unlimited = tmp_path / "memory.max"
    unlimited.write_text("max\n")
    assert shared_buffers((unlimited, tmp_path / "none")) == shared_buffers(())
