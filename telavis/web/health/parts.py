"""What has to work before this process may be given requests."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

all_applied = Event()
"""This process has seen every migration applied, and need not ask again."""

WORKER_IS_LOST_AFTER = timedelta(seconds=30)  # it says that it lives every 10 s


def database() -> bool:
    """PostgreSQL answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def migrations() -> bool:
    """Every migration of this program is applied; once that is so, it stays so for the life of the process."""
    if not all_applied.is_set():
        executor = MigrationExecutor(connection)  # reads every file of migrations, which takes half a second
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            all_applied.set()
    return all_applied.is_set()


def worker() -> bool:
    """A worker has said lately that it lives."""
    since = timezone.now() - WORKER_IS_LOST_AFTER
    return bool(ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).exists())


PARTS: dict[str, Callable[[], bool]] = {"database": database, "migrations": migrations, "worker": worker}


def missing() -> list[str]:
    """The names of the parts that do not work; after the first refusal of the database, the rest is not asked."""
    absent = []
    for name, works in PARTS.items():
        try:
            if not works():
                absent.append(name)
        except DatabaseError:
            return [*absent, name]
    return absent
