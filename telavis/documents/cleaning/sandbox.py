"""Starting the child process, waiting for it no longer than allowed, and reading what it says."""

import json
import os
import subprocess
import sys
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGTERM, SIGXCPU

from telavis.documents.cleaning.cage import WALL_SECONDS
from telavis.documents.cleaning.outcome import Cleaned
from telavis.documents.refusals import FileRefused, Refusal

PROGRAM = Path(__file__).resolve().parents[3]
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""On a machine of many cores, numpy would reserve more memory than the child may have."""
_INTERRUPTED = {-SIGINT, -SIGKILL, -SIGTERM}


class CleaningInterrupted(Exception):
    """Somebody ended the child: the file is not to blame, it can be tried again."""


def clean(original: Path, folder: Path) -> Cleaned:
    """Make `original` safe inside `folder`; FileRefused tells what is wrong with it."""
    said = folder / "said"
    with said.open("wb") as stdout:
        child = _start(original, folder, stdout.fileno())
        try:
            status = child.wait(timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise FileRefused(Refusal.TOO_MUCH_WORK) from None
        finally:
            child.kill()
            child.wait()
    if status != 0:
        raise _why(status)
    return _read(said)


def _start(original: Path, folder: Path, stdout: int) -> "subprocess.Popen[bytes]":
    # -P: the folder of the file is no place to import from. The environment holds secrets: it stays here.
    return subprocess.Popen(  # noqa: S603 our own module, and two paths that we chose
        [sys.executable, "-s", "-P", "-m", "telavis.documents.cleaning", str(original), str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={
            "PYTHONPATH": str(PROGRAM),
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "TMPDIR": str(folder),
            **dict.fromkeys(ONE_THREAD, "1"),
        },
        start_new_session=True,
    )


def _why(status: int) -> Exception:
    if status in _INTERRUPTED:
        return CleaningInterrupted(f"status {status}")
    return FileRefused(Refusal.TOO_MUCH_WORK if status == -SIGXCPU else Refusal.UNCHECKABLE)


def _read(said: Path) -> Cleaned:
    result = json.loads(said.read_bytes())
    if "refusal" in result:
        raise FileRefused(Refusal(result["refusal"]))
    return Cleaned.from_json(result)
