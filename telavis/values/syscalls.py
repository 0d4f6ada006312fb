"""What a caged process may never ask of the kernel: a socket, another program, another process's memory.

A filter of the kernel (seccomp) that the process puts on itself; no privilege is needed, and nothing takes it off again.
"""

import ctypes
import errno
import platform
import struct

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4  # where they stand in what the filter reads
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
_OTHER_NUMBERING = 0x40000000
"""The x32 calls of a 64-bit kernel: the same calls under other numbers."""

_ARCHITECTURES = {
    # socket, connect, socketpair, execve, execveat, ptrace, process_vm_readv, process_vm_writev, io_uring_setup
    "x86_64": (0xC000003E, (41, 42, 53, 59, 322, 101, 310, 311, 425)),
    "aarch64": (0xC00000B7, (198, 203, 199, 221, 281, 117, 270, 271, 425)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def forbid() -> bool:
    """From now on these calls fail with «not permitted»; False where the kernel or the processor is unknown."""
    known = _ARCHITECTURES.get(platform.machine())
    if known is None:
        return False
    steps = b"".join(_steps(*known))
    kept = ctypes.create_string_buffer(steps, len(steps))
    program = _Program(len(steps) // 8, ctypes.cast(kept, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _steps(architecture: int, forbidden: tuple[int, ...]) -> list[bytes]:
    """The filter, in the kernel's own little language: each step is an instruction, two jumps and a value."""
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_JUMP_IF_EQUAL, architecture, if_so=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
    ]
    left = len(forbidden)
    steps.append(_step(_JUMP_IF_AT_LEAST, _OTHER_NUMBERING, if_so=left + 1))
    for rank, number in enumerate(forbidden):
        steps.append(_step(_JUMP_IF_EQUAL, number, if_so=left - rank))
    return [*steps, _step(_RETURN, _ALLOW), _step(_RETURN, _REFUSE)]


def _step(code: int, value: int, if_so: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_so, 0, value)
