"""What `make` hands over: the words of the person reach the program, and nothing is run here to see it."""

import os
import subprocess

import pytest

from telavis.environment import BASE_DIR

OURS = {"DEMO", "PORT", "HOST", "FILE", "NAME", "N", "TELAVIS_DATA", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}


def would_run(*words: str) -> str:
    """The recipes that `make` would run for these words."""
    told = {name: word for name, word in os.environ.items() if name not in OURS}
    asked = subprocess.run(
        ["make", "--no-print-directory", "-n", *words],
        cwd=BASE_DIR,
        env=told,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    return asked.stdout


@pytest.mark.parametrize(
    "words",
    [["restore", "var/backups/one.tar"], ["restore", "FILE=var/backups/one.tar"]],
    ids=["a word", "a variable"],
)
def test_a_restore_is_given_its_file(words: list[str]):
    assert 'telavis.supervisor manage restore "var/backups/one.tar"' in would_run(*words)


def test_a_restore_without_a_file_asks_for_one():
    asked = subprocess.run(
        ["make", "-s", "-o", "base", "restore"], cwd=BASE_DIR, capture_output=True, text=True, check=False
    )
    assert asked.returncode != 0
    assert "Télavis: name the backup: make restore FILE=" in asked.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "8000|1||"),
        (["DEMO="], "8000|||"),
        (["DEMO=", "PORT=8123", "HOST=0.0.0.0", "TELAVIS_DATA=/srv/data"], "8123||0.0.0.0|/srv/data"),
    ],
    ids=["as it comes", "empty", "all four"],
)
def test_a_run_is_told_what_was_typed(words: list[str], told: str):
    """The target `said` stands beside ours and shows what each program started by `make` would read."""
    shown = f'include {BASE_DIR}/Makefile\nsaid: ; @echo "$$PORT|$$DEMO|$$HOST|$$TELAVIS_DATA"\n'
    kept = {name: word for name, word in os.environ.items() if name not in OURS}
    asked = subprocess.run(
        ["make", "--no-print-directory", "-f", "-", "said", *words],
        input=shown,
        cwd=BASE_DIR,
        env=kept,
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.rstrip("\n") == told
    assert "telavis.supervisor" in would_run("run", *words)


def test_backup_and_trials_get_their_words():
    assert 'manage backup --to "/a folder/b.tar"' in would_run("backup", "FILE=/a folder/b.tar")
    assert 'tools/trials.py "sweep" "40"' in would_run("trials", "NAME=sweep", "N=40")


@pytest.mark.parametrize(
    "program",
    [
        "ruff format --check .",
        "ruff check .",
        "-m mypy",
        "lint-imports",
        "djlint --lint",
        "makemigrations --check",
    ],
)
def test_the_check_asks_every_program(program: str):
    assert program in would_run("check")


def test_the_check_of_a_change_is_check_and_test():
    called = (BASE_DIR / ".ci" / "run").read_text(encoding="utf-8")
    assert "make check test" in called


def test_help_names_every_target_that_a_person_types():
    shown = subprocess.run(
        ["make", "-s", "help"], cwd=BASE_DIR, capture_output=True, text=True, check=True
    ).stdout
    for target in ("run", "test", "check", "fix", "trials", "bench", "backup", "restore", "clean"):
        assert f"  make {target} " in shown
