"""A data folder whose database is that of this version: made once for a run of the tests, copied by whoever wants one.

Every process of the tests, and every test of a running site, would otherwise make a cluster and do every migration
again. The first process of a run says where it lies, so that those which it starts find it there.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from telavis.environment import BASE_DIR
from telavis.supervisor.postgres import Cluster
from tests.operations.running import environ

PLACE = "TELAVIS_TESTS_PREPARED"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 only as a place for a folder with a random name
ROOM_NEEDED = 2 * 1024**3


def quick_place() -> str | None:
    """Where a database that nobody keeps is quickest: in memory, if there is room."""
    roomy = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM_NEEDED
    return str(IN_MEMORY) if roomy else None


def open_place() -> None:
    """Say where it will lie, for this process and for those that it starts."""
    folder = tempfile.mkdtemp(prefix="telavis-prepared-", dir=quick_place())
    Path(folder).chmod(0o711)  # as root, PostgreSQL runs as another user and has to pass
    os.environ[PLACE] = folder


def place() -> Path:
    """Where this run keeps what its processes share."""
    return Path(os.environ[PLACE])


def begin() -> "subprocess.Popen[bytes]":
    """Prepare it beside this process, which has something else to do."""
    return subprocess.Popen([sys.executable, "-m", "tests.prepared"], cwd=BASE_DIR)


def close_place() -> None:
    """Nothing is left of it."""
    shutil.rmtree(os.environ.pop(PLACE), ignore_errors=True)


def copy_cluster(folder: Path) -> None:
    """A stopped cluster of one's own, whose database «telavis» is migrated and holds nothing else."""
    subprocess.run(["cp", "-a", str(_made() / "postgres"), str(folder)], check=True)


def _made() -> Path:
    """Whoever comes first makes it; whoever comes meanwhile waits."""
    done = place() / "done"
    with (place() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            _make(place() / "data")
            (place() / "data").rename(done)
    return done


def _make(data: Path) -> None:
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    cluster = Cluster(data / "postgres", throwaway=True)
    cluster.start()
    try:
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(migrate, cwd=BASE_DIR, env=environ(data), check=True)
    finally:
        cluster.stop(within=60)  # cut off, each of its copies would have to recover first


if __name__ == "__main__":
    _made()
