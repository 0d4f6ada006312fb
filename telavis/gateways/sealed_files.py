"""Bytes at rest, sealed: segments of 1 MiB by AES-256-GCM, each bound to its file, its place in it and the whole length.

A file is a header, then its segments (docs/decisions/0041). The key of a file follows from the data key, from the
file's own identity and from chance; the number of a segment and whether it is the last are in its nonce (STREAM), and
the header, which holds the length, is authenticated with each: a part can be opened alone, and opens only where it was.
"""

import io
import os
from typing import NewType, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"telavis\x01"
SALT, LENGTH, TAG, KEY, PREFIX = 32, 8, 16, 32, 7
HEADER = len(MAGIC) + SALT + LENGTH
SEGMENT = 1024**2
FIRST_LOOK = 64 * 1024
"""Asked for at once with the header: a thumbnail is whole after one question to an object store."""

DataKey = NewType("DataKey", bytes)


class DamagedFile(Exception):
    """What is kept is not what was put there: flipped, cut, swapped, or sealed by another key."""


class Readable(Protocol):
    """What is sealed: bytes in their order."""

    def read(self, size: int, /) -> bytes: ...


class Source(Protocol):
    """Where sealed bytes lie: any part of them, and how many there are once a part was read."""

    size: int

    def read_at(self, offset: int, count: int) -> bytes: ...

    def close(self) -> None: ...


def new_data_key() -> DataKey:
    return DataKey(AESGCM.generate_key(256))


def sealed_size(length: int) -> int:
    return HEADER + length + TAG * _segments(length)


def _segments(length: int) -> int:
    """An empty file has one too: its emptiness is authenticated."""
    return max(1, -(-length // SEGMENT))


class _Lock:
    """The key of one file, and its nonces."""

    def __init__(self, data_key: DataKey, identity: str, header: bytes) -> None:
        salt = header[len(MAGIC) : len(MAGIC) + SALT]
        bound = b"telavis file " + identity.encode()
        material = HKDF(SHA256(), KEY + PREFIX, salt=salt, info=bound).derive(data_key)
        self._cipher, self._prefix, self._header = AESGCM(material[:KEY]), material[KEY:], header

    def seal(self, segment: bytes, index: int, *, is_last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(index, is_last), segment, self._header)

    def open(self, sealed: bytes, index: int, *, is_last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(index, is_last), sealed, self._header)
        except InvalidTag:
            raise DamagedFile(f"segment {index} does not open") from None

    def _nonce(self, index: int, is_last: bool) -> bytes:
        return self._prefix + index.to_bytes(4, "big") + bytes([is_last])


class Sealing(io.RawIOBase):
    """Reads as the sealed bytes of a file that is `length` bytes long; never more than a segment in memory."""

    def __init__(self, plain: Readable, length: int, *, data_key: DataKey, identity: str) -> None:
        self._plain, self._left, self.size = plain, length, sealed_size(length)
        header = MAGIC + os.urandom(SALT) + length.to_bytes(LENGTH, "big")
        self._lock = _Lock(data_key, identity, header)
        self._ready, self._index, self._last = memoryview(header), 0, _segments(length) - 1

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        if not self._ready and self._index <= self._last:
            self._ready = memoryview(self._next_segment())
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _next_segment(self) -> bytes:
        wanted = min(SEGMENT, self._left)
        segment = _read_exactly(self._plain, wanted)
        if len(segment) != wanted:
            raise OSError("the file became shorter while it was read")
        self._left -= wanted
        sealed = self._lock.seal(segment, self._index, is_last=self._index == self._last)
        self._index += 1
        return sealed


def _read_exactly(plain: Readable, count: int) -> bytes:
    parts = []
    while count and (part := plain.read(count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


class Opened(io.RawIOBase):
    """Reads a sealed file: of what lies in the store, the segments that are asked for, and no others."""

    def __init__(self, source: Source, *, data_key: DataKey, identity: str) -> None:
        self._source, self._position = source, 0
        self._look = source.read_at(0, FIRST_LOOK)
        header = self._look[:HEADER]
        if len(header) < HEADER or not header.startswith(MAGIC):
            raise DamagedFile("this is not a sealed file")
        self.length = int.from_bytes(header[-LENGTH:], "big")
        if source.size != sealed_size(self.length):
            raise DamagedFile("its length is not that of the file that was put there")
        self._lock = _Lock(data_key, identity, header)
        self._last = _segments(self.length) - 1
        self._at, self._segment = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.length}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        if self._position >= self.length:
            return 0
        index, within = divmod(self._position, SEGMENT)
        self._open_segment(index)
        part = memoryview(self._segment)[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def close(self) -> None:
        self._source.close()
        super().close()

    def _open_segment(self, index: int) -> None:
        if index == self._at:
            return
        start, count = HEADER + index * (SEGMENT + TAG), SEGMENT + TAG
        is_at_hand = start + count <= len(self._look) or self._source.size <= len(self._look)
        sealed = self._look[start : start + count] if is_at_hand else self._source.read_at(start, count)
        self._segment = self._lock.open(sealed, index, is_last=index == self._last)
        self._at = index
