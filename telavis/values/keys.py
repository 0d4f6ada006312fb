"""Primary keys: UUIDv7, which grow with time and so keep the pages of an index together (RFC 9562 §5.7).

Layout of the 128 bits: 48 of milliseconds, 4 of version, 12 of counter, 2 of variant, 30 of counter, 32 of chance.
The counter (RFC 9562 §6.2, method 1) starts at random in each millisecond and grows inside it, so that keys made by
one process are strictly increasing, even when the clock goes back; a forked child starts its own counter.
"""

import os
import secrets
import threading
import time
from uuid import UUID

_COUNTER_BITS = 42
_LOW_COUNTER_BITS = 30
_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62


class _Clock:
    """The last moment and counter given out, behind a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._milliseconds = 0
        self._counter = 0

    def tick(self) -> tuple[int, int]:
        now = time.time_ns() // 1_000_000
        with self._lock:
            if now > self._milliseconds:
                self._start(now)
            else:
                self._counter += 1
                if self._counter >> _COUNTER_BITS:
                    self._start(self._milliseconds + 1)
            return self._milliseconds, self._counter

    def _start(self, milliseconds: int) -> None:
        self._milliseconds = milliseconds
        # The highest bit starts at zero: two thousand billion keys fit before the counter is full.
        self._counter = secrets.randbits(_COUNTER_BITS - 1)


_clock = _Clock()


def restart() -> None:
    """Forget the last key. A child inherits its parent's counter, perhaps with a lock that nobody will ever release: begin anew."""
    global _clock
    _clock = _Clock()


os.register_at_fork(after_in_child=restart)


def new_key() -> UUID:
    """A new UUIDv7, greater than any that this process gave before."""
    milliseconds, counter = _clock.tick()
    high, low = divmod(counter, 1 << _LOW_COUNTER_BITS)
    chance = secrets.randbits(32)
    return UUID(int=milliseconds << 80 | _VERSION | high << 64 | _VARIANT | low << 32 | chance)
