"""Sealed bytes: any part opens alone, and nothing that was touched opens (docs/decisions/0041)."""

import io
import random

import pytest
from django.test import override_settings

from telavis.gateways import key_ring
from telavis.gateways.sealed_files import (
    HEADER,
    SEGMENT,
    TAG,
    DamagedFile,
    Opened,
    Sealing,
    new_data_key,
    sealed_size,
)

KEY = new_data_key()
SIZES = [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, 3 * SEGMENT + 7]


class InMemory:
    """Sealed bytes of which a test may do what it likes."""

    def __init__(self, content: bytes) -> None:
        self.content, self.size = content, len(content)

    def read_at(self, offset: int, count: int) -> bytes:
        return self.content[offset : offset + count]

    def close(self) -> None:
        """Nothing is held."""


def bytes_of(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def sealed(content: bytes, *, identity: str = "one", data_key=KEY) -> bytes:
    return Sealing(io.BytesIO(content), len(content), data_key=data_key, identity=identity).readall()


def opened(content: bytes, *, identity: str = "one", data_key=KEY) -> bytes:
    return Opened(InMemory(content), data_key=data_key, identity=identity).readall()


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens_and_its_size_is_known_before(size):
    content = bytes_of(size)
    kept = sealed(content)
    assert len(kept) == sealed_size(size)
    assert opened(kept) == content


@pytest.mark.parametrize("size", SIZES)
def test_every_part_is_that_of_the_whole(size):
    content = bytes_of(size)
    file = io.BufferedReader(Opened(InMemory(sealed(content)), data_key=KEY, identity="one"))
    chance = random.Random(size)
    for _ in range(50):
        start, count = chance.randint(0, size + 5), chance.randint(0, 2 * SEGMENT)
        file.seek(start)
        assert file.read(count) == content[start : start + count]


def test_no_two_files_are_sealed_alike():
    assert sealed(b"the same") != sealed(b"the same")


def test_a_flipped_bit_anywhere_is_refused():
    kept = sealed(bytes_of(SEGMENT + 100))
    places = [*range(HEADER), *(random.Random(3).randrange(len(kept)) for _ in range(60)), len(kept) - 1]
    for place in places:
        flipped = bytearray(kept)
        flipped[place] ^= 1 << (place % 8)
        with pytest.raises(DamagedFile):
            opened(bytes(flipped))


@pytest.mark.parametrize("missing", [1, TAG, 100 + TAG, SEGMENT + 100 + 2 * TAG, "header"])
def test_a_shorter_file_is_refused_before_a_byte_is_given(missing):
    kept = sealed(bytes_of(2 * SEGMENT + 100))
    shorter = kept[: HEADER - 1] if missing == "header" else kept[:-missing]
    with pytest.raises(DamagedFile):
        Opened(InMemory(shorter), data_key=KEY, identity="one")


def test_a_shorter_file_with_a_length_to_match_is_refused():
    kept = sealed(bytes_of(2 * SEGMENT))
    shorter = bytearray(kept[: HEADER + SEGMENT + TAG])
    shorter[HEADER - 8 : HEADER] = SEGMENT.to_bytes(8, "big")
    with pytest.raises(DamagedFile):
        opened(bytes(shorter))


def test_not_even_the_first_part_of_a_shorter_file_with_a_length_to_match_is_given():
    """Whoever asks for a part never reaches the end that is missing."""
    kept = sealed(bytes_of(3 * SEGMENT))
    shorter = bytearray(kept[: HEADER + 2 * (SEGMENT + TAG)])
    shorter[HEADER - 8 : HEADER] = (2 * SEGMENT).to_bytes(8, "big")
    with pytest.raises(DamagedFile):
        Opened(InMemory(bytes(shorter)), data_key=KEY, identity="one").read(10)


def test_segments_in_another_order_are_refused():
    kept = sealed(bytes_of(3 * SEGMENT))
    head, whole = kept[:HEADER], SEGMENT + TAG
    first, second, third = (kept[HEADER + n * whole : HEADER + (n + 1) * whole] for n in range(3))
    for order in ((second, first, third), (first, third, second), (first, first, third)):
        with pytest.raises(DamagedFile):
            opened(head + b"".join(order))


def test_a_segment_of_another_sealing_of_the_same_file_is_refused():
    once, again = sealed(bytes_of(2 * SEGMENT)), sealed(bytes_of(2 * SEGMENT))
    mixed = once[: HEADER + SEGMENT + TAG] + again[HEADER + SEGMENT + TAG :]
    with pytest.raises(DamagedFile):
        opened(mixed)


def test_under_another_name_or_another_key_it_does_not_open():
    kept = sealed(b"lesion")
    with pytest.raises(DamagedFile):
        opened(kept, identity="two")
    with pytest.raises(DamagedFile):
        opened(kept, data_key=new_data_key())


def test_plain_bytes_are_no_sealed_file():
    with pytest.raises(DamagedFile):
        opened(b"%PDF-1.7" + b" " * 100)


OLD, NEW = {"old": b"o" * 32}, {"new": b"n" * 32}


def test_the_first_key_wraps_and_the_others_still_open():
    with override_settings(DOCUMENTS_KEYS=OLD):
        before = key_ring.wrap(KEY)
    with override_settings(DOCUMENTS_KEYS={**NEW, **OLD}):
        after = key_ring.wrap(KEY)
        assert key_ring.unwrap(*before) == key_ring.unwrap(*after) == KEY
        assert (before[1], after[1]) == ("old", "new")
        assert KEY not in before[0]


def test_without_its_key_or_with_another_of_the_same_name_a_data_key_does_not_open():
    with override_settings(DOCUMENTS_KEYS=OLD):
        before = key_ring.wrap(KEY)
    for ring in (NEW, {"old": b"x" * 32}):
        with override_settings(DOCUMENTS_KEYS=ring), pytest.raises(key_ring.KeyMissing):
            key_ring.unwrap(*before)
