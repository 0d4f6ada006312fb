"""`make trials`: what is asked for is tried in full, and the report says from which seed, where, and what came out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import trials


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A clone with one trial."""
    (tmp_path / "tests" / "trials").mkdir(parents=True)
    (tmp_path / "tests" / "trials" / "test_sweep.py").touch()
    monkeypatch.setattr(trials, "ROOT", tmp_path)
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What pytest was asked; it writes one line of its report, and fails."""
    words: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        if command[0] != sys.executable:
            return subprocess.CompletedProcess(command, 0, stdout="abc1234\n")
        words.append(command)
        report = next(word for word in command if word.startswith("--trial-report="))
        line = {"name": "test_lost[once]", "count": 40, "lost": 0, "kills": 12}
        Path(report.partition("=")[2]).write_text(json.dumps(line) + "\n")
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(trials.subprocess, "run", run)
    return words


def test_a_trial_runs_so_many_times_from_a_seed_that_the_report_keeps(root: Path, asked: list[list[str]]):
    assert trials.main("sweep", 40) == 1
    (command,) = asked
    assert str(root / "tests" / "trials" / "test_sweep.py") in command
    assert "--trial-count=40" in command
    (seed,) = (word.partition("=")[2] for word in command if word.startswith("--trial-seed="))
    (page,) = (root / "docs" / "benchmarks").iterdir()
    assert page.name.endswith("-sweep.md")
    told = page.read_text()
    for expected in (
        "Result: FAILED",
        f"Seed: {seed}",
        "Machine: ",
        "commit abc1234",
        "| test_lost[once] | 40 | lost: 0; kills: 12 |",
    ):
        assert expected in told


def test_without_a_name_all_are_tried(root: Path, asked: list[list[str]]):
    trials.main("", 5)
    assert str(root / "tests" / "trials") in asked[0]
    assert [page.name[-7:] for page in (root / "docs" / "benchmarks").iterdir()] == ["-all.md"]


def test_a_name_that_is_none_gets_the_names_there_are(
    root: Path, asked: list[list[str]], capsys: pytest.CaptureFixture[str]
):
    assert trials.main("swep", 5) == 2
    assert "there is no trial swep; there are: sweep." in capsys.readouterr().err
    assert asked == []
    assert not (root / "docs").exists()
