"""The limits that the child process puts on itself before it reads one byte of the file."""

import ctypes
import os
import resource
import sys
from signal import SIGKILL

CPU_SECONDS = 40
WALL_SECONDS = 90
MEMORY = 2 * 1024**3
OUTPUT = 150 * 1024**2
OPEN_FILES = 64

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def enter() -> None:
    """From here on: little time, little memory, small files, no core dump and, where the system lets, no network."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, int(SIGKILL))  # a killed worker leaves nobody behind
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)  # refused in some containers: then only the limits stand
