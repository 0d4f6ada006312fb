"""`tools/find_programs.py`: what is there is taken, what is missing is got where it may, or said in a sentence."""

import shutil
from pathlib import Path

import pytest

from tests.programs import HEADLESS_SHELL, find_chromium
from tools import find_programs


@pytest.fixture(autouse=True)
def nothing_is_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """A machine where no program stands, whose ways of getting one are noted and lead nowhere."""
    tried: list[list[str]] = []

    def note(way: list[str], **_: object) -> object:
        tried.append(way)
        return type("Done", (), {"returncode": 1})()

    monkeypatch.setattr(find_programs.subprocess, "run", note)
    monkeypatch.setattr(find_programs, "UNPACKED", tmp_path / "programs")
    monkeypatch.setattr(find_programs, "TRIED", tmp_path / "programs" / "tried")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr("sys.argv", ["find_programs.py", "--install"])
    return tried


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The programs that this machine has."""
    there: set[str] = set()
    monkeypatch.setattr(shutil, "which", lambda name, **_: f"/usr/bin/{name}" if name in there else None)
    monkeypatch.setattr(find_programs, "find_chromium", lambda: shutil.which("chromium"))
    monkeypatch.setattr(find_programs, "find_nginx", lambda: shutil.which("nginx"))
    return there


def test_where_both_are_there_nothing_is_said_nor_got(
    machine: set[str], nothing_is_run: list[list[str]], capsys: pytest.CaptureFixture[str]
):
    machine |= {"chromium", "nginx", HEADLESS_SHELL}
    assert find_programs.main() == 0
    assert nothing_is_run == []
    assert capsys.readouterr().err == ""


def test_what_cannot_be_got_is_named_with_what_to_install(
    machine: set[str], capsys: pytest.CaptureFixture[str]
):
    machine |= {"apt-get", "sudo"}
    assert find_programs.main() == 1
    said = capsys.readouterr().err
    assert "install Chromium (Debian, Ubuntu: apt-get install" in said
    assert "CHROMIUM=/path/to/chromium" in said
    assert "nginx was not found: install it" in said


def test_the_package_manager_of_the_system_is_asked_first(machine: set[str], monkeypatch: pytest.MonkeyPatch):
    machine |= {"apt-get", "sudo"}
    monkeypatch.setattr(find_programs.os, "geteuid", lambda: 1000)
    first, last = find_programs.chromium_ways()
    assert first[:3] == ["sudo", "-n", "sh"]
    assert "apt-get install" in first[-1]
    assert "chromium" in first[-1]
    assert last[-3:] == ["playwright", "install", "chromium"]


def test_where_nothing_may_be_installed_a_browser_of_ones_own_is_fetched(
    machine: set[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(find_programs.os, "geteuid", lambda: 1000)
    (only,) = find_programs.chromium_ways()
    assert only[-3:] == ["playwright", "install", "chromium"]
    assert find_programs.nginx_ways() == []


def test_a_browser_that_was_named_is_taken_or_missed_and_no_other_got(
    machine: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    machine |= {"chromium", "apt-get"}
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    assert find_chromium() is None
    assert find_programs.chromium_ways() == []
    (tmp_path / "none").touch()
    assert find_chromium() == str(tmp_path / "none")


def test_the_next_way_is_tried_until_the_program_is_there(machine: set[str], monkeypatch: pytest.MonkeyPatch):
    tried: list[str] = []

    def install(way: list[str], **_: object) -> object:
        tried.append(way[0])
        machine.update({"chromium"} if way[0] == "second" else ())
        return type("Done", (), {"returncode": 0})()

    monkeypatch.setattr(find_programs.subprocess, "run", install)
    assert find_programs.get(lambda: shutil.which("chromium"), [["first"], ["second"], ["third"]])
    assert tried == ["first", "second"]


def test_the_lighter_browser_is_tried_for_once(machine: set[str], nothing_is_run: list[list[str]]):
    machine |= {"chromium", "nginx", "apt-get", "sudo"}
    for _ in range(2):
        assert find_programs.main() == 0
    assert len(nothing_is_run) == 1
    assert HEADLESS_SHELL in nothing_is_run[0][-1]


def test_a_try_that_was_broken_off_is_made_again(machine: set[str], monkeypatch: pytest.MonkeyPatch):
    def break_off(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    machine |= {"chromium", "nginx", "apt-get", "sudo"}
    monkeypatch.setattr(find_programs.subprocess, "run", break_off)
    with pytest.raises(KeyboardInterrupt):
        find_programs.main()
    assert not find_programs.TRIED.exists()
