"""Static files are gathered when one has changed, and else left as they lie."""

import fcntl
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from telavis.cli import static_files


@pytest.fixture
def source(settings: Any, tmp_path: Path) -> Path:
    """One style sheet, and a place for what is gathered."""
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATIC_ROOT = tmp_path / "gathered"
    (tmp_path / "source").mkdir()
    sheet = tmp_path / "source" / "site.css"
    sheet.write_text("body {}")
    return sheet


@pytest.fixture
def gathered(source: Path, settings: Any) -> Path:
    """The sheet as it is served, with a word by which one sees that it was left alone."""
    static_files.gather()
    sheet: Path = settings.STATIC_ROOT / "site.css"
    assert sheet.read_text() == "body {}"
    sheet.write_text("left alone")
    return sheet


def change(source: Path) -> None:
    source.write_text("main {}")
    later = time.time() + 60  # what lies there is copied over only by something newer
    os.utime(source, (later, later))


def test_a_second_time_nothing_is_done(gathered: Path):
    static_files.gather()
    assert gathered.read_text() == "left alone"


def test_a_changed_file_is_gathered(source: Path, gathered: Path):
    change(source)
    static_files.gather()
    assert gathered.read_text() == "main {}"


def test_what_broke_off_is_done_again(source: Path, gathered: Path, monkeypatch: pytest.MonkeyPatch):
    change(source)

    def break_off(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(static_files, "call_command", break_off)
        with pytest.raises(OSError, match="disk full"):
            static_files.gather()
    static_files.gather()
    assert gathered.read_text() == "main {}"


def test_two_starts_gather_in_turn(source: Path, settings: Any):
    settings.STATIC_ROOT.mkdir()
    second = threading.Thread(target=static_files.gather)
    with (settings.STATIC_ROOT / static_files.LOCK).open("a") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        second.start()
        second.join(0.3)
        assert not (settings.STATIC_ROOT / static_files.MARK).exists()
    second.join()
    assert (settings.STATIC_ROOT / "site.css").read_text() == "body {}"
