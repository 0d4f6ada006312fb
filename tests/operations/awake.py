"""manage.py with Django loaded once: each command runs in a fork of a process that has done nothing but load it.

A command has its own process, exit code, output and limits, as when a person starts it, without the second and a half
that Django takes to come.
"""

import gc
import json
import os
import resource
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, NoReturn

import django
from django.conf import settings

from telavis.environment import BASE_DIR
from tests.operations.running import environ


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


class Awake:
    """Waits for commands on the data folder with which it was started."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def manage(self, *words: str, room: int | None = None) -> Ended:
        """A command; with so many bytes of `room` for each file that it writes, as on a full disk."""
        ways = self.process.stdin, self.process.stdout
        assert ways[0]
        assert ways[1]
        print(json.dumps({"words": words, "room": room}), file=ways[0], flush=True)
        return Ended(**json.loads(ways[1].readline()))


@contextmanager
def awake(data: Path) -> Iterator[Awake]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.operations.awake"],
        cwd=BASE_DIR,
        env=environ(data, DJANGO_SETTINGS_MODULE="telavis.settings"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Awake(process)  # it ends when nobody can ask any more


def _serve(asked: IO[str]) -> None:
    django.setup()
    import_module(settings.ROOT_URLCONF)  # which the checks before a command read
    gc.freeze()  # else each command would search, and thereby copy, all that is loaded
    for line in asked:
        print(json.dumps(asdict(_run(**json.loads(line)))), flush=True)


def _run(words: list[str], room: int | None) -> Ended:
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            if room is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
            _become_manage(words)
        _, status = os.waitpid(child, 0)
        return Ended(os.waitstatus_to_exitcode(status), _read(out), _read(err))


def _become_manage(words: list[str]) -> NoReturn:
    """How it ends, and what it says of it, is left to the interpreter."""
    sys.argv = ["manage.py", *words]
    runpy.run_path(str(BASE_DIR / "manage.py"), run_name="__main__")
    sys.exit()


def _read(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


if __name__ == "__main__":
    _serve(sys.stdin)
