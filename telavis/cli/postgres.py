"""PostgreSQL's own programs on the database of Télavis."""

import os
import re
import subprocess

from django.db import connection
from psycopg.conninfo import make_conninfo

from telavis.cli.archive import ArchiveError
from telavis.gateways import postgres_programs


def conninfo() -> str:
    """Where the database is, without the password, which every user of the machine could read in the list of processes."""
    known = connection.settings_dict
    words = {"dbname": known["NAME"], "user": known["USER"], "host": known["HOST"], "port": known["PORT"]}
    return make_conninfo(**{name: word for name, word in words.items() if word}, **known.get("OPTIONS", {}))


def run(program: str, *words: str) -> None:
    password = connection.settings_dict["PASSWORD"]
    environ = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run(  # noqa: S603 PostgreSQL's own program
        [str(postgres_programs.find(program)), *words],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ArchiveError(f"{program} failed ({_first_error(done)}); everything is as before.")


def _first_error(done: subprocess.CompletedProcess[str]) -> str:
    """One line: those that follow may quote what the rows hold."""
    lines = done.stderr.strip().splitlines() or [f"it was ended by signal {-done.returncode}"]
    line = next((each for each in lines if "ERROR" in each or "error" in each), lines[0])
    return re.sub(r"^.*?(ERROR|error): +", "", line)
