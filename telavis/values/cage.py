"""The limits that a child process puts on itself before it reads one byte of what others wrote."""

import ctypes
import os
import resource
import sys

from telavis.values import syscalls

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def enter(*, memory: int, output: int, open_files: int) -> None:
    """From here on: little memory, small files, no core dump, no network and no other program."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        # Refused in some containers: then the kernel's filter stands alone.
        ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
        syscalls.forbid()
