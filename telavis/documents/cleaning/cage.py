"""The limits that the child process puts on itself before it reads one byte of the file."""

import ctypes
import resource
import sys
from signal import SIGKILL

from telavis.values import cage

CPU_SECONDS = 60
WALL_SECONDS = 150
MEMORY = 2 * 1024**3
OUTPUT = 512 * 1024**2
OPEN_FILES = 64

_PR_SET_PDEATHSIG = 1


def enter() -> None:
    """From here on: little time, little memory, small files, no core dump, no network and no other program."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(SIGKILL))  # a killed worker leaves nobody behind
    cage.enter(memory=MEMORY, output=OUTPUT, open_files=OPEN_FILES)
