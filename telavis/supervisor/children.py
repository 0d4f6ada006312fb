"""A program that the supervisor keeps running: started again when it dies, stopped with all that it started."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_AFTER = 60.0


def die_with_parent(sign: signal.Signals) -> Callable[[], None] | None:
    """On Linux the kernel sends this signal to the child when its parent is killed outright."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(sign))

    return ask_the_kernel


class Child:
    """One kept program. Each death doubles the pause before the next start, until it has held for a minute."""

    def __init__(
        self, name: str, command: list[str], *, log: Path | None, note: Path, environ: dict[str, str]
    ) -> None:
        self.name = name
        self.note = note
        self.command = command
        self.log = log
        self.environ = environ
        self.deaths = 0
        self._pause = FIRST_PAUSE
        self._started_at = self._start_again_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program, in a session of its own: Ctrl-C reaches the supervisor alone."""
        out = self.log.open("ab") if self.log else None
        try:
            self._process = subprocess.Popen(  # noqa: S603 our own command
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=self.environ,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        finally:
            if out:
                out.close()
        self.note.write_text(str(self._process.pid))
        self._started_at = time.monotonic()

    def end_orphan(self) -> None:
        """End what a supervisor that was killed outright has left of this program."""
        with suppress(FileNotFoundError, ValueError):
            pid = int(self.note.read_text())
            if self.command[-1] in _command_of(pid):
                with suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
            self.note.unlink()

    def watch(self) -> None:
        """Start it again if it has died and its pause is over."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._start_again_at:
                self.start()
            return
        if self._process.poll() is None:
            return
        self._end_group()  # what it had started must not keep its port
        self._process = None
        self.deaths += 1
        self._pause = (
            FIRST_PAUSE if now - self._started_at > STEADY_AFTER else min(self._pause * 2, LONGEST_PAUSE)
        )
        self._start_again_at = now + self._pause

    def ask_to_stop(self) -> None:
        """It may finish what it is doing."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end(self, *, by: float) -> None:
        """Wait for it until then, and end what is left."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, by - time.monotonic()))
        self._end_group()
        self._process.wait()
        self._process = None
        self.note.unlink(missing_ok=True)

    def _end_group(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)


def _command_of(group: int) -> str:
    """What the processes of a group run, as far as the system tells."""
    listing = subprocess.run(["ps", "-eo", "pgid=,args="], capture_output=True, text=True, check=False)  # noqa: S607
    lines = [line.split(maxsplit=1) for line in listing.stdout.splitlines()]
    return "\n".join(words[1] for words in lines if len(words) == 2 and words[0] == str(group))
