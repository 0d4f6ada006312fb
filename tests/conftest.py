"""What all tests share: a PostgreSQL of their own, and a browser that complains."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from telavis.environment import database_settings
from telavis.supervisor.postgres import Cluster

IN_MEMORY = Path("/dev/shm")  # noqa: S108 only as a place for a folder with a random name
ROOM_NEEDED = 2 * 1024**3


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Before the first test that needs it, start a throwaway PostgreSQL (or take the one of DATABASE_URL)."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    home = Path(tempfile.mkdtemp(prefix="telavis-tests-", dir=_quick_place()))
    home.chmod(0o711)  # as root, PostgreSQL runs as another user and has to pass
    cluster = Cluster(home / "data", log=home / "log", throwaway=True)
    try:
        cluster.start()
        connections["default"].settings_dict.update(database_settings(cluster.url))
        yield
    finally:
        connections.close_all()
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)


def _quick_place() -> str | None:
    roomy = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM_NEEDED
    return str(IN_MEMORY) if roomy else None
