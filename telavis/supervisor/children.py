"""What every child process of the supervisor has in common."""

import ctypes
import sys
from collections.abc import Callable
from signal import Signals

PR_SET_PDEATHSIG = 1


def die_with_parent(signal: Signals) -> Callable[[], None] | None:
    """On Linux the kernel sends this signal to the child when its parent is killed outright."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(signal))

    return ask_the_kernel
