"""`python -m telavis.supervisor` runs everything; `web` or `worker` runs that alone; `manage …` one command."""

import os
import subprocess
import sys
from typing import NoReturn

from telavis import environment
from telavis.environment import value
from telavis.gateways import postgres_server
from telavis.supervisor import programs
from telavis.supervisor.folder import DataFolder, FolderError
from telavis.supervisor.house import House, StartFailed
from telavis.supervisor.postgres import Cluster, ClusterError


def main(words: list[str]) -> int:
    """Exit code 0 after a clean stop; else one sentence for each reason."""
    if faults := environment.faults():
        return _refuse(*faults)
    try:
        if words[:1] == ["manage"]:
            return manage(words[1:])
        if words[:1] in (["web"], ["worker"]):
            return check_start() or become(words[0])
        if words:
            return _refuse(
                f"“{' '.join(words)}” is no command; say nothing, web, worker, or manage and a command."
            )
        House().run()
    except (StartFailed, FolderError, ClusterError) as reason:
        return _refuse(str(reason))
    return 0


def check_start() -> int:
    """The exit code of what refuses, for the web server and the worker alike, a database that they may not work on."""
    if fault := postgres_server.fault(environment.database_url()):
        return _refuse(fault)
    return subprocess.run(programs.check_start(), env=programs.environ(), check=False).returncode  # noqa: S603 our own


def become(name: str) -> NoReturn:
    """Become the web server or the worker, for a machine where systemd looks after each."""
    command = programs.web() if name == "web" else programs.worker()
    os.execve(command[0], command, programs.environ())  # noqa: S606 our own command


def manage(words: list[str]) -> int:
    """Run one management command; if nobody runs the embedded PostgreSQL, start it for that time."""
    command = [programs.PYTHON, programs.MANAGE, *words]
    folder = DataFolder(value("TELAVIS_DATA"))
    try:
        folder.take()
    except FolderError:
        return subprocess.run(command, check=False).returncode  # noqa: S603 our own command
    cluster = None if value("DATABASE_URL") else Cluster(folder.postgres, log=folder.logs / "postgres.log")
    try:
        if cluster:
            folder.ensure_secrets()
            cluster.start()
        return subprocess.run(command, check=False).returncode  # noqa: S603 our own command
    finally:
        if cluster:
            cluster.stop()
        folder.release()


def _refuse(*reasons: str) -> int:
    for reason in reasons:
        print(f"Télavis: {reason}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
