"""The whole of Télavis on one machine: PostgreSQL, web server and worker, started in order and stopped in reverse."""

import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from types import FrameType

from telavis.environment import EVERYWHERE, LOOPBACK, public_url, value
from telavis.gateways import postgres_server
from telavis.supervisor import programs, words
from telavis.supervisor.children import Child
from telavis.supervisor.folder import DataFolder
from telavis.supervisor.postgres import Cluster

READY_WITHIN = 60.0
DRAIN = 2.5
DATABASE_STOPS_WITHIN = 1.2
DEATHS_BEFORE_READY = 3


class StartFailed(Exception):
    """It cannot start; the message says what to do."""


class House:
    """One run."""

    def __init__(self) -> None:
        self.is_embedded = not value("DATABASE_URL")
        self.folder = DataFolder(value("TELAVIS_DATA"))
        self.cluster = (
            Cluster(self.folder.postgres, log=self.folder.logs / "postgres.log") if self.is_embedded else None
        )
        self.children = [
            self._child("worker", programs.worker()),
            self._child("web", programs.web()),
        ]
        self.stopping = threading.Event()

    def run(self) -> None:
        """Start, say so, watch until told to stop."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._stop_asked)
        if self.folder.is_new:
            check_port(value("HOST"), value("PORT"))  # refused before a folder is made that nobody needs
        self.folder.take()
        try:
            self._start()
            if not self.stopping.is_set():
                print(self._ready_words(), flush=True)
            while not self.stopping.wait(0.2):
                self._watch()
        finally:
            self._stop()

    def _start(self) -> None:
        for child in self.children:
            child.end_orphan()
        check_port(value("HOST"), value("PORT"))
        self.folder.ensure_secrets()
        if self.cluster:
            self.cluster.start()
        elif fault := postgres_server.fault(value("DATABASE_URL")):
            raise StartFailed(fault)
        self._prepare()
        for child in self.children:
            if not self.stopping.is_set():
                child.start()
        self._wait_until_ready()

    def _prepare(self) -> None:
        demo = value("DEMO")
        if self.cluster and self.folder.is_prepared(demo=demo):
            return
        print("Télavis: preparing the database and the files…", flush=True)
        command, told = programs.prepare(), programs.environ()
        with subprocess.Popen(command, env=told, start_new_session=True) as preparing:  # noqa: S603 our own
            while preparing.poll() is None:
                if self.stopping.wait(0.05):
                    preparing.terminate()
        if self.stopping.is_set():
            return
        if preparing.returncode != 0:
            raise StartFailed("The database could not be prepared; the reason stands above.")
        if self.cluster:
            self.folder.note_prepared(demo=demo)

    def _wait_until_ready(self) -> None:
        limit = time.monotonic() + READY_WITHIN
        while not self.stopping.is_set() and not is_ready(value("HOST"), value("PORT")):
            self._watch()
            for child in self.children:
                if child.deaths >= DEATHS_BEFORE_READY or time.monotonic() > limit:
                    said = words.tail(child.log) if child.log else ""
                    raise StartFailed(
                        f"{said}\nThe {child.name} does not start; its log is {child.log or 'above'}."
                    )
            self.stopping.wait(0.05)

    def _watch(self) -> None:
        if self.cluster and not self.cluster.is_running():
            self.cluster.start()
        for child in self.children:
            child.watch()

    def _stop(self) -> None:
        """All within five seconds: requests and jobs under way are finished, then PostgreSQL goes."""
        by = time.monotonic() + DRAIN
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.end(by=by)
        if self.cluster:
            self.cluster.stop(within=DATABASE_STOPS_WITHIN)
        self.folder.release()

    def _stop_asked(self, _: int, __: FrameType | None) -> None:
        self.stopping.set()

    def _child(self, name: str, command: list[str]) -> Child:
        log = self.folder.logs / f"{name}.log" if self.is_embedded else None
        return Child(
            name, command, log=log, note=self.folder.path / f"{name}.pid", environ=programs.environ()
        )

    def _ready_words(self) -> str:
        host = value("HOST")
        return words.ready(
            address=public_url() if host in (*LOOPBACK, *EVERYWHERE) else f"http://{host}:{value('PORT')}",
            data=self.folder.path,
            logs=self.folder.logs if self.is_embedded else None,
            demo=value("DEMO"),
            demo_pages=host in LOOPBACK,
            sends_mails=bool(value("EMAIL_HOST")),
        )


def check_port(host: str, port: int) -> None:
    """The port is free, or one sentence says that it is not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise StartFailed(
                f"Port {port} of {host} cannot be listened on ({getattr(error, 'strerror', None) or error}): "
                "stop what uses it, or choose another with PORT=…"
            ) from error


def is_ready(host: str, port: int) -> bool:
    """The web server answers that every part works."""
    reached = "127.0.0.1" if host in EVERYWHERE else host
    address = f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"
    try:
        with urllib.request.urlopen(f"{address}/sante/pret", timeout=5) as answer:  # noqa: S310 our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
