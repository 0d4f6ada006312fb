"""`tools/setup.sh` on machines that lack something: one sentence that says what to do, nothing left behind."""

import shutil
import subprocess
from pathlib import Path

import pytest

from telavis.environment import BASE_DIR

TOO_OLD = "#!/bin/sh\ncase $1 in --version) echo 'Python 3.9.2';; *) exit 1;; esac\n"
NO_VENV = "#!/bin/sh\ncase $2 in *ensurepip*) exit 1;; esac\nexit 0\n"
NO_ROOM = "#!/bin/sh\ncase $1 in -m) exit 1;; esac\nexit 0\n"
PROGRAMS = ("sh", "cat", "cmp", "dirname", "grep", "rm", "tail", "env")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """As much of a clone as the set-up reads, and a PATH with the usual programs but no Python."""
    shutil.copytree(BASE_DIR / "requirements", tmp_path / "requirements")
    (tmp_path / "tools").mkdir()
    shutil.copy(BASE_DIR / "tools" / "setup.sh", tmp_path / "tools")
    (tmp_path / "bin").mkdir()
    for program in PROGRAMS:
        (tmp_path / "bin" / program).symlink_to(shutil.which(program) or pytest.fail(f"{program} is missing"))
    return tmp_path


def set_up(clone: Path, python: str | None) -> subprocess.CompletedProcess[str]:
    if python is not None:
        program = clone / "bin" / "python3"
        program.write_text(python)
        program.chmod(0o755)
    return subprocess.run(
        [str(clone / "tools" / "setup.sh"), "base"],
        env={"PATH": str(clone / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("python", "told"),
    [
        (None, "Python 3.11 or later is needed"),
        (TOO_OLD, "Python 3.11 or later is needed (Python 3.9.2)"),
        (NO_VENV, "apt-get install python3-venv"),
        (NO_ROOM, "clone into a folder where you may write"),
    ],
)
def test_what_is_missing_is_told_in_one_sentence(clone: Path, python: str | None, told: str):
    refused = set_up(clone, python)
    assert refused.returncode == 1
    assert told in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert not (clone / ".venv").exists()


def test_a_second_time_there_is_nothing_to_do(clone: Path):
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to("/bin/sh")
    names = ("setup.txt", "base.txt")
    locked = "".join((clone / "requirements" / name).read_text() for name in names)
    (clone / ".venv" / ".installed").write_text(locked)
    assert (set_up(clone, None).returncode, set_up(clone, None).stdout) == (0, "")


def test_a_linked_environment_is_left_to_its_owner(clone: Path):
    (clone / "theirs").mkdir()
    (clone / ".venv").symlink_to("theirs")
    assert set_up(clone, None).returncode == 0
    assert list((clone / "theirs").iterdir()) == []
