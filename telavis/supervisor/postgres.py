"""The embedded PostgreSQL: made, started and stopped as a child of this process."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

from telavis.environment import embedded_url, socket_folder
from telavis.gateways.postgres_programs import find
from telavis.supervisor.children import die_with_parent

MAJOR = "18"
SYSTEM_USER = "embedded_postgres"
OWNER = "telavis"
DATABASE = "telavis"

PID_FILE = "postmaster.pid"
LEFT_GOES_WITHIN = 30.0
"""Seconds. Processes of a server that was killed end as soon as they notice; while they hold its memory, none can start."""

ALWAYS = {
    "listen_addresses": "",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # what users typed stays out of the log
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}

SHARE_FOR_BUFFERS = 8
"""One part in so many of the machine's memory keeps what is read again and again, as the indexes of a million patients are."""
LEAST_MB, MOST_MB = 128, 4096
LIMITS_OF_A_CONTAINER = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


class ClusterError(Exception):
    """PostgreSQL cannot be started; the message says what to do."""


class Cluster:
    """One PostgreSQL cluster in one folder, reached by a Unix socket only."""

    def __init__(self, folder: Path, *, log: Path | None = None, throwaway: bool = False) -> None:
        self.folder = folder
        self.log = log or folder.with_suffix(".log")
        self.throwaway = throwaway
        self.process: subprocess.Popen[bytes] | None = None
        self.socket_folder = socket_folder(folder.parent)

    @property
    def url(self) -> str:
        """The address of the Télavis database in this cluster."""
        return embedded_url(self.socket_folder)

    def start(self) -> None:
        """Make the cluster if it does not exist, start it, wait until it answers."""
        if os.name != "posix":
            raise ClusterError("The embedded PostgreSQL runs on Linux and macOS; elsewhere set DATABASE_URL.")
        self._check_major()
        self._prepare_folders()
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        stop_orphan(self.folder)
        was_killed = (self.folder / PID_FILE).exists()
        limit = time.monotonic() + (LEFT_GOES_WITHIN if was_killed else 0.0)
        while not self._comes_up():
            if time.monotonic() > limit:
                raise ClusterError(f"PostgreSQL did not start; the reason is at the end of {self.log}.")
            time.sleep(0.1)
        self._ensure_database()

    def is_running(self) -> bool:
        """Whether the server that we started still lives."""
        return self.process is not None and self.process.poll() is None

    def stop(self, *, within: float = 4.0) -> None:
        """Fast shutdown: running statements are cut, everything committed is kept."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(within)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(within)
        self.process = None
        shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _check_major(self) -> None:
        version = self.folder / "PG_VERSION"
        if version.exists() and (found := version.read_text().strip()) != MAJOR:
            raise ClusterError(
                f"The data in {self.folder} belongs to PostgreSQL {found}, this is PostgreSQL {MAJOR}: run "
                f"`make backup` with the version of Télavis that made it, move the folder away, then `make restore FILE=…`."
            )

    def _prepare_folders(self) -> None:
        for folder in (self.folder, self.socket_folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)
        if os.geteuid() == 0:
            owner = _system_user()
            for folder in (self.folder, self.socket_folder):
                os.chown(folder, owner.pw_uid, owner.pw_gid)
                _open_the_way_to(folder)
            _open_the_way_to(find("postgres"))

    def _initialise(self) -> None:
        command = [
            *("initdb", "--pgdata", str(self.folder), "--username", OWNER, "--auth=trust", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *(["--no-sync"] if self.throwaway else []),
        ]
        done = _run(command)
        if done.returncode != 0:
            raise ClusterError(f"PostgreSQL could not make its folder {self.folder}: {done.stderr.strip()}")

    def _launch(self) -> None:
        options = [word for name, value in self._settings().items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 our own binary, our own words
                [str(find("postgres")), "-D", str(self.folder), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),
                **_demoted(),
            )

    def _settings(self) -> dict[str, str]:
        pace = FAST if self.throwaway else {"shared_buffers": f"{shared_buffers()}MB"}
        return {**ALWAYS, **pace, "unix_socket_directories": str(self.socket_folder)}

    def _comes_up(self, *, within: float = 60.0) -> bool:
        """Launched, it answers; else nothing of it is left."""
        self._prepare_folders()
        self._launch()
        limit = time.monotonic() + within
        while self.is_running() and time.monotonic() < limit:
            try:
                psycopg.connect(self.url.replace(f"/{DATABASE}?", "/postgres?"), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return True
        self.stop()
        return False

    def _ensure_database(self) -> None:
        with psycopg.connect(self.url.replace(f"/{DATABASE}?", "/postgres?"), autocommit=True) as connection:
            if (
                connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                is None
            ):
                connection.execute(f"CREATE DATABASE {DATABASE}")


def shared_buffers(limits: tuple[Path, ...] = LIMITS_OF_A_CONTAINER) -> int:
    """In megabytes. They are reserved, and taken as pages of the database are read into them."""
    told = [text for path in limits if path.is_file() and (text := path.read_text().strip()).isdecimal()]
    memory = min([os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), *map(int, told)]) // 2**20
    return min(max(memory // SHARE_FOR_BUFFERS, LEAST_MB), MOST_MB)


def stop_orphan(folder: Path, *, within: float = 10.0) -> None:
    """End a server left on this folder by a supervisor that was killed, and wait until it has gone."""
    pid_file = folder / PID_FILE
    limit = time.monotonic() + within
    while pid_file.exists() and time.monotonic() < limit:
        if _run(["pg_ctl", "-D", str(folder), "-m", "fast", "stop"]).returncode != 0:
            return  # a stale file: postgres itself sees that its process is gone, and replaces it
        time.sleep(0.05)


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's own programs to its end."""
    return subprocess.run(  # noqa: S603 our own binary, our own words
        [str(find(command[0])), *command[1:]],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **_demoted(),
    )


def _demoted() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: root lends it a system user."""
    if os.geteuid() != 0:
        return {}
    owner = _system_user()
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        raise ClusterError(
            f"PostgreSQL does not run as root: make a user named {SYSTEM_USER}, or start as yourself."
        )
    subprocess.run([useradd, "--system", "--no-create-home", SYSTEM_USER], check=False, capture_output=True)  # noqa: S603
    return pwd.getpwnam(SYSTEM_USER)


def _open_the_way_to(path: Path) -> None:
    """Let the system user pass through the folders above, without letting anybody list them."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            print(
                f"Télavis: {folder} is opened for passage (o+x), so that PostgreSQL may reach {path}.",
                file=sys.stderr,
            )
            folder.chmod(mode | 0o001)
