"""A Télavis to measure, in a folder that goes away: one PostgreSQL, two databases, the production server on each."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from telavis.supervisor import programs
from telavis.supervisor.children import Child
from telavis.supervisor.postgres import DATABASE, Cluster

VOLUME = "volume"
SETTINGS = "benchmarks.settings"
READY_WITHIN = 60.0
STOPPED_WITHIN, SWEPT_WITHIN = 4.0, 300.0
"""What is kept is written to the disk before the server ends: cut short, tables without a journal come back empty."""


class House:
    """Everything that runs while pages are measured; leaving it ends all of it and removes it, unless `kept` is its folder."""

    def __init__(self, kept: Path | None = None) -> None:
        self._leaving, self._kept = ExitStack(), kept

    def __enter__(self) -> Self:
        self.folder = self._folder()
        self.folder.chmod(0o711)  # as root, PostgreSQL runs as another user and has to pass
        try:
            self.cluster = Cluster(self.folder / "postgres", log=self.folder / "postgres.log")
            self._leaving.callback(self.cluster.stop, within=SWEPT_WITHIN if self._kept else STOPPED_WITHIN)
            self.cluster.start()
        except BaseException:
            self._leaving.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.close()

    def _folder(self) -> Path:
        if self._kept:
            self._kept.mkdir(parents=True, exist_ok=True)
            return self._kept.resolve()
        folder = Path(tempfile.mkdtemp(prefix="telavis-bench-"))
        self._leaving.callback(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def load_demonstration(self) -> None:
        self.manage(DATABASE, "prepare")

    def make_volume(self, requests: int) -> None:
        """A copy of the demonstration, filled; both are swept, as the server itself does in time."""
        with self._connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {VOLUME} TEMPLATE {DATABASE}")
        self.manage(VOLUME, "make_volume", "--requests", str(requests))
        for database in (DATABASE, VOLUME):
            self.vacuum(database)

    def vacuum(self, database: str) -> None:
        """Sweep it now, as the server itself does in time."""
        with self._connect(database) as connection:
            connection.execute("VACUUM ANALYZE")

    def serve(self, database: str) -> int:
        """The production server on this database; says on which port."""
        port = _free_port()
        environ = {**self.environ(database), "PORT": str(port)}
        os.environ["PORT"] = str(port)  # read by the command itself
        child = Child(
            f"web on {database}",
            programs.web(),
            log=self.folder / f"{database}.log",
            note=self.folder / f"{database}.pid",
            environ=environ,
        )
        self._leaving.callback(lambda: child.end(by=time.monotonic() + 5))
        self._leaving.callback(child.ask_to_stop)
        child.start()
        limit = time.monotonic() + READY_WITHIN
        while not _is_alive(port):
            if time.monotonic() > limit:
                raise SystemExit((self.folder / f"{database}.log").read_text()[-2000:])
            time.sleep(0.1)
        return port

    def look_inside(self, database: str, module: str = "benchmarks.inside") -> list[dict[str, Any]]:
        """What this module sees there."""
        command = [programs.PYTHON, "-m", module]
        seen = subprocess.run(  # noqa: S603 our own command
            command, env=self.environ(database), check=False, capture_output=True, text=True
        )
        if seen.returncode != 0:
            raise SystemExit(seen.stderr[-2000:])
        pages: list[dict[str, Any]] = json.loads(seen.stdout)
        return pages

    def manage(self, database: str, *words: str) -> None:
        """One of our commands, on this database."""
        command = [programs.PYTHON, programs.MANAGE, *words]
        subprocess.run(command, env=self.environ(database), check=True)  # noqa: S603 our own command

    def environ(self, database: str) -> dict[str, str]:
        """What a command of ours is told, to work on this database."""
        told = {
            "DATABASE_URL": self._url(database),
            "TELAVIS_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "DEMO": "1",
            "HOST": "127.0.0.1",
            "PUBLIC_URL": "http://localhost",
            "WEB_PROCESSES": "2",
            "LOG_LEVEL": "INFO",
        }
        return {**programs.environ(), **told}

    def _connect(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(self._url(database), autocommit=True)

    def _url(self, database: str) -> str:
        return self.cluster.url.replace(f"/{DATABASE}?", f"/{database}?")


def _is_alive(port: int) -> bool:
    """It answers; that there is no worker is as it should be."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/vif", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
