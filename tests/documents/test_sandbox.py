"""The cage of the child process holds, and an interrupted child is told from a bad file."""

import os
import subprocess
import sys
import threading
import time

import psutil
import pytest

from telavis.documents.cleaning import sandbox
from telavis.documents.cleaning.cage import CPU_SECONDS, MEMORY, OUTPUT
from telavis.documents.refusals import FileRefused, Refusal


def in_the_cage(code: str) -> "subprocess.CompletedProcess[str]":
    program = f"from telavis.documents.cleaning import cage; cage.enter()\n{code}"
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=sandbox.PROGRAM,
        check=False,
    )


def test_memory_is_limited():
    assert "MemoryError" in in_the_cage(f"bytearray({MEMORY})").stderr


def test_time_is_limited():
    said = in_the_cage("import resource; print(resource.getrlimit(resource.RLIMIT_CPU))").stdout
    assert said.strip() == str((CPU_SECONDS, CPU_SECONDS + 2))


def test_output_is_limited(tmp_path):
    code = f"f = open({str(tmp_path / 'big')!r}, 'wb'); f.truncate({OUTPUT + 1})"
    assert "File too large" in in_the_cage(code).stderr


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket()",
        "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "import socket; socket.socketpair()",
        "import os; os.execv('/bin/true', ['true'])",
        "import subprocess; subprocess.run(['/bin/true'])",
    ],
)
def test_the_child_has_no_network_and_starts_no_program(attempt):
    assert "Operation not permitted" in in_the_cage(attempt).stderr


def test_nothing_takes_the_filter_off_again():
    code = "import ctypes; print(ctypes.CDLL(None).prctl(22, 0, 0, 0, 0)); import socket; socket.socket()"
    assert "Operation not permitted" in in_the_cage(code).stderr


def test_the_child_knows_no_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "canary")
    seen = []
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **options: seen.append(options["env"]) or _Done())
    with pytest.raises(ValueError, match="Expecting value"):
        sandbox.clean(tmp_path / "original", tmp_path)
    assert "canary" not in str(seen)
    assert "DATABASE_URL" not in seen[0]


class _Done:
    def wait(self, timeout=None):
        return 0

    def kill(self):
        pass


def test_a_killed_child_is_an_interruption_and_not_a_refusal(monkeypatch, tmp_path):
    monkeypatch.setattr(sandbox, "_start", _sleeper)
    threading.Thread(target=_kill_sleepers_of, args=(os.getpid(),)).start()
    with pytest.raises(sandbox.CleaningInterrupted):
        sandbox.clean(tmp_path / "original", tmp_path)


def test_a_child_that_takes_too_long_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr(sandbox, "_start", _sleeper)
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.3)
    with pytest.raises(FileRefused) as refused:
        sandbox.clean(tmp_path / "original", tmp_path)
    assert refused.value.refusal == Refusal.TOO_MUCH_WORK
    assert _sleepers_of(os.getpid()) == []


def _sleeper(original, folder, stdout):
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(61)"])


def _sleepers_of(pid: int) -> list[psutil.Process]:
    children = psutil.Process(pid).children()
    return [each for each in children if "time.sleep(61)" in " ".join(each.cmdline())]


def _kill_sleepers_of(pid: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for each in _sleepers_of(pid):
            each.kill()
            return
        time.sleep(0.05)
