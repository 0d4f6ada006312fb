"""The child process as its parent sees it: started at the first need, asked with a limit, killed when it is late."""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from signal import SIGPROF
from time import monotonic
from typing import Any

PROGRAM = Path(__file__).resolve().parents[3]
START_SECONDS = 20.0
ANSWER_SECONDS = 2.0
"""By the clock. The child stops itself long before (`child.EVALUATION_SECONDS` of processor); this is for a child
that is stopped, or a machine that has no time for anybody."""
ENDING_SECONDS = 1.0
_ANSWER_BYTES = 65_536


class NotCalculated(Exception):
    """No value: `why` is a word for the log, and says nothing of the answers."""

    def __init__(self, why: str, *, is_grave: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.is_grave = is_grave
        """The child was lost: asking on would cost time again."""


class Evaluator:
    """One child, asked by one thread at a time."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._child: _Child | None = None

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The entry that the child found; `NotCalculated` when it found none in time."""
        if not self._turn.acquire(timeout=START_SECONDS + ANSWER_SECONDS):
            raise NotCalculated("busy", is_grave=True)
        try:
            answer = self._living().ask(json.dumps(question).encode() + b"\n", ANSWER_SECONDS)
        except (OSError, EOFError, ValueError) as failure:
            was_late = isinstance(failure, TimeoutError) or self._gave_up()
            self._end()
            raise NotCalculated("late" if was_late else "lost", is_grave=True) from None
        except BaseException:
            # Whoever asks is stopped: the answer under way must not be heard as the next one's.
            self._end()
            raise
        finally:
            self._turn.release()
        if "fault" in answer:
            raise NotCalculated(answer["fault"])
        return answer

    def close(self) -> None:
        with self._turn:
            self._end()

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def _living(self) -> "_Child":
        """One that somebody ended while it had nothing to do is replaced without a word."""
        if self._child and self._child.is_dead:
            self._end()
        self._child = self._child or _Child()
        return self._child

    def _gave_up(self) -> bool:
        return self._child is not None and self._child.gave_up()

    def _end(self) -> None:
        if self._child:
            self._child.end()
        self._child = None


class _Child:
    def __init__(self) -> None:
        self._is_ready = False
        self._line, theirs = socket.socketpair()
        with theirs:
            # It is given neither our environment, which holds secrets, nor our open files. It ends with this socket.
            self._process = subprocess.Popen(
                [sys.executable, "-s", "-P", "-m", "telavis.questionnaires.calculation.child"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PYTHONPATH": str(PROGRAM), "PATH": os.defpath, "LANG": "C.UTF-8"},
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_dead(self) -> bool:
        return self._process.poll() is not None

    def ask(self, question: bytes, seconds: float) -> dict[str, Any]:
        if not self._is_ready:
            self._hear(monotonic() + START_SECONDS)
            self._is_ready = True
        deadline = monotonic() + seconds
        self._line.settimeout(seconds)
        self._line.sendall(question)
        return self._hear(deadline)

    def gave_up(self) -> bool:
        """Did its own clock end it, rather than somebody or a fault?"""
        try:
            return self._process.wait(timeout=ENDING_SECONDS) == -SIGPROF
        except subprocess.TimeoutExpired:
            return False

    def end(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.wait()

    def _hear(self, deadline: float) -> dict[str, Any]:
        heard = b""
        while not heard.endswith(b"\n"):
            left = deadline - monotonic()
            if left <= 0:
                raise TimeoutError
            self._line.settimeout(left)
            part = self._line.recv(_ANSWER_BYTES)
            if not part or len(heard) > _ANSWER_BYTES:
                raise EOFError
            heard += part
        answer: dict[str, Any] = json.loads(heard)
        return answer


_ours = Evaluator()
"""One for each process of the site."""


def ask(question: dict[str, Any]) -> dict[str, Any]:
    return _ours.ask(question)


def _begin_anew() -> None:
    """After a fork: the child belongs to the parent process, and two may not speak on one line."""
    global _ours
    _ours = Evaluator()


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(lambda: _ours.close())
