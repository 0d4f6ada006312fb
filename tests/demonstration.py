"""The demonstration, loaded once for a run of the tests: whoever wants it after that has its rows and its files copied."""

import fcntl
import pickle
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from telavis.demo.load import load_demo
from tests import prepared
from tests.emptying import Rows, give_back, remember

Sequences = dict[str, int]


@contextmanager
def demonstration() -> Iterator[None]:
    """Inside a transaction that is then undone."""
    with transaction.atomic():
        _load()
        yield
        transaction.set_rollback(True)


def _load() -> None:
    """Whoever comes first really loads it; whoever comes meanwhile waits."""
    place = prepared.place() / "demonstration"
    place.mkdir(exist_ok=True)
    kept = place / "rows"
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            _read(kept)
        else:
            shutil.rmtree(place / "documents", ignore_errors=True)
            with override_settings(MEDIA_ROOT=place / "documents"):
                load_demo()
            kept.write_bytes(pickle.dumps((_rows(), _sequences())))
    into = Path(settings.MEDIA_ROOT)
    into.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", f"{place}/documents/.", str(into)], check=True)


def _read(kept: Path) -> None:
    rows: Rows
    rows, sequences = pickle.loads(kept.read_bytes())  # noqa: S301 written above, by this run
    give_back(rows)
    with connection.cursor() as cursor:
        for name, last in sequences.items():
            cursor.execute("SELECT setval(%s::regclass, %s)", [name, last])


def _rows() -> Rows:
    """Without its jobs: no worker runs here, and the tables of the queue write into each other."""
    return {table: rows for table, rows in remember().items() if not table.startswith("procrastinate_")}


def _sequences() -> Sequences:
    """How far each has counted: the next row must not have the key of another one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences "
            "WHERE last_value IS NOT NULL"
        )
        return dict(cursor.fetchall())
