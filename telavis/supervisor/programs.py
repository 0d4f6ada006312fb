"""The two programs that serve Télavis, as commands."""

import os
import sys

from telavis.environment import BASE_DIR, value

PYTHON = sys.executable
MANAGE = str(BASE_DIR / "manage.py")
DRAIN_JOBS_WITHIN = "2"


def web() -> list[str]:
    """Processes without threads: the fastest that was measured (docs/decisions/0006)."""
    return [
        *(PYTHON, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", value("HOST"), "--port", str(value("PORT"))),
        *("--workers", str(value("WEB_PROCESSES")), "--blocking-threads", "1", "--runtime-threads", "1"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "2", "--log-level", "warning"),
        "telavis.wsgi:application",
    ]


def worker() -> list[str]:
    """A worker of all queues; asked to stop, it finishes the jobs under way."""
    return [PYTHON, MANAGE, "work", f"--finish-within={DRAIN_JOBS_WITHIN}"]


def prepare() -> list[str]:
    """Database, static files and demonstration brought up to date."""
    return [PYTHON, MANAGE, "prepare"]


def check_start() -> list[str]:
    """Whether the web server and the worker may start on this database."""
    return [PYTHON, MANAGE, "check_start"]


def environ() -> dict[str, str]:
    """What they are told: the same as us, with the paths made whole."""
    whole = {"TELAVIS_DATA": str(value("TELAVIS_DATA")), "PYTHONPATH": str(BASE_DIR), "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **whole}
