"""Keys are UUIDv7, grow inside a process, and never repeat in threads or children."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import RFC_4122, UUID

import pytest

from telavis.values import keys
from telavis.values.keys import new_key


def test_a_key_is_a_uuid_of_version_7_that_carries_its_millisecond():
    before = time.time_ns() // 1_000_000
    key = new_key()
    after = time.time_ns() // 1_000_000
    assert key.version == 7
    assert key.variant == RFC_4122
    assert before <= key.int >> 80 <= after + 1


def test_keys_of_one_process_only_grow():
    made = [new_key() for _ in range(20_000)]
    assert made == sorted(set(made))


def test_keys_grow_even_when_the_clock_goes_back(monkeypatch):
    first = new_key()
    monkeypatch.setattr(keys.time, "time_ns", lambda: 0)
    assert new_key() > first


def test_a_full_counter_borrows_the_next_millisecond(monkeypatch):
    clock = keys._Clock()
    monkeypatch.setattr(keys.time, "time_ns", lambda: 5_000_000)
    clock.tick()
    clock._counter = (1 << 42) - 1
    assert clock.tick()[0] == 6


def test_threads_never_share_a_key():
    with ThreadPoolExecutor(8) as pool:
        made = [
            key for batch in pool.map(lambda _: [new_key() for _ in range(2_000)], range(8)) for key in batch
        ]
    assert len(set(made)) == 16_000


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_child_forked_while_the_lock_is_held_makes_its_own_keys():
    reading, writing = os.pipe()
    with keys._clock._lock:
        child = os.fork()
        if child == 0:
            signal.alarm(10)
            os.write(writing, b"".join(new_key().bytes for _ in range(50)))
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        sent = pipe.read()
    os.waitpid(child, 0)
    children = {UUID(bytes=sent[start : start + 16]) for start in range(0, len(sent), 16)}
    assert len(children) == 50
    assert children.isdisjoint({new_key() for _ in range(50)})
