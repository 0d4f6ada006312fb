"""Starts the supervisor as a person would, and looks at what it does."""

import base64
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from telavis.environment import BASE_DIR

PATIENCE = 240.0  # a busy machine is no fault of the code
ADMINISTRATOR = {
    "TELAVIS_ADMIN_USERNAME": "alice",
    "TELAVIS_ADMIN_EMAIL": "alice@hopital.example",
    "TELAVIS_ADMIN_PASSWORD": "une phrase de passe 42",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environ(data: Path, **more: str) -> dict[str, str]:
    """The environment of this machine, without what the person who runs the tests may have set for themselves."""
    ours = {
        "DATABASE_URL",
        "SECRET_KEY",
        "DOCUMENTS_KEYS",
        "DOCUMENTS_KEYS_FILE",
        "PORT",
        "HOST",
        "DEMO",
        "DEBUG",
        "PUBLIC_URL",
        "DJANGO_SETTINGS_MODULE",
    }
    kept = {name: word for name, word in os.environ.items() if name not in ours}
    return {**kept, "TELAVIS_DATA": str(data), "DEMO": "", **more}


def production(address: str, **more: str) -> dict[str, str]:
    """What an operator sets for real patients, with this database."""
    return {
        "DATABASE_URL": address,
        "SECRET_KEY": "k" * 64,
        "DOCUMENTS_KEYS": f"2026:{base64.b64encode(b'k' * 32).decode()}",
        "PUBLIC_URL": "https://telavis.example",
        "CONTACT_EMAIL": "aide@hopital.example",
        "OPERATOR_NAME": "Hôpital de l’Exemple",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_USE_TLS": "0",
        "WEB_PROCESSES": "1",  # each takes seconds to come; `test_supervisor.py` starts as many as a person has
        "DEFAULT_FROM_EMAIL": "telavis@hopital.example",
        "TRUSTED_PROXIES": "1",
        **more,
    }


@contextmanager
def own_folder() -> Iterator[Path]:
    """A data folder beside those of pytest, which closes them to other users whenever another pytest starts.

    As root, PostgreSQL runs as another user, which has to pass.
    """
    with tempfile.TemporaryDirectory(prefix="telavis-tests-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o711)
        data = Path(home) / "data"
        data.mkdir()
        yield data


class Run:
    """One supervisor under way."""

    def __init__(self, data: Path, **more: str) -> None:
        self.port = int(more.get("PORT") or free_port())
        self.output = data.with_name(f"{data.name}-{self.port}.out")
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "telavis.supervisor"],
                cwd=BASE_DIR,
                env=environ(data, **{**more, "PORT": str(self.port)}),
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def wait_until_ready(self) -> "Run":
        limit = time.monotonic() + PATIENCE
        while "Télavis is ready" not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < limit, self.said
            time.sleep(0.05)
        return self

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(sign)
        self.process.wait(PATIENCE)


@contextmanager
def running(data: Path, **more: str) -> Iterator[Run]:
    run = Run(data, **more)
    try:
        yield run.wait_until_ready()
    finally:
        if run.process.poll() is None:
            run.stop()


def supervisor(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the supervisor, or a command of it, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "telavis.supervisor", *words],
        cwd=BASE_DIR,
        env=environ(data, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def processes_of(data: Path) -> list[str]:
    """Everything on this machine whose command line or environment names this data folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if str(data).encode() in words and int(folder.name) != os.getpid():
            found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found
