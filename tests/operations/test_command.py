"""`deploy/telavis`: what is typed on a server works with the user and the settings of its services."""

import os
import subprocess
from pathlib import Path

from telavis.environment import BASE_DIR

DEPLOY = BASE_DIR / "deploy"
TAKES_NO_VALUE = {"--quiet", "--collect", "--wait", "--pty", "--pipe"}


def handed_over(folder: Path, *words: str) -> list[str]:
    """What systemd is asked to run."""
    stand_in = folder / "systemd-run"
    stand_in.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    stand_in.chmod(0o755)
    path = f"{folder}:{os.environ['PATH']}"
    made = subprocess.run(
        [DEPLOY / "telavis", *words], env={"PATH": path}, capture_output=True, text=True, check=True
    )
    return made.stdout.splitlines()


def test_a_command_runs_as_the_worker_does(tmp_path: Path):
    said = handed_over(tmp_path, "import_directory", "/a file.txt")
    options = [word for word in said if word.startswith("--")]
    unit = (DEPLOY / "telavis-worker.service").read_text().splitlines()

    assert said[len(options) :] == [
        "/srv/telavis/.venv/bin/python",
        "manage.py",
        "import_directory",
        "/a file.txt",
    ]
    properties = {word.removeprefix("--property=") for word in options if word not in TAKES_NO_VALUE}
    same = ("User=", "WorkingDirectory=", "EnvironmentFile=")
    assert properties == {line for line in unit if line.startswith(same)}
    assert any(line.startswith("ExecStart=/srv/telavis/.venv/bin/python ") for line in unit)
