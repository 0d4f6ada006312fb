"""A public file: its encoding, which its publishers have changed more than once, and its lines."""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

UNREADABLE = "\ufffd"
_BLOCK = 1 << 20
_LOOK_EVERY = 5000
_PLAIN = bytes(range(0x80))
# Printed signs in Windows-1252, controls in ISO-8859-15.
_ONLY_WINDOWS = frozenset(range(0x80, 0xA0))
# € Š š Ž ž Œ œ Ÿ in ISO-8859-15; in Windows-1252 signs that no name or address has.
_ONLY_LATIN9 = frozenset({0xA4, 0xA6, 0xA8, 0xB4, 0xB8, 0xBC, 0xBD, 0xBE})


class FaultyFile(Exception):
    """The file cannot be used as a whole; the message is a French sentence that says why."""


class Encoding(StrEnum):
    UTF8 = "utf-8"
    UTF8_BOM = "utf-8-sig"
    WINDOWS = "cp1252"
    LATIN9 = "iso8859-15"

    @property
    def label(self) -> str:
        """As people name it."""
        return {
            Encoding.UTF8: "UTF-8",
            Encoding.UTF8_BOM: "UTF-8 avec BOM",
            Encoding.WINDOWS: "Windows-1252",
            Encoding.LATIN9: "ISO-8859-15",
        }[self]


@dataclass(frozen=True)
class SourceFile:
    """A file whose encoding is known; it is read twice, and never held in memory."""

    path: Path
    encoding: Encoding

    @classmethod
    def open(cls, path: Path) -> Self:
        try:
            return cls(path, detect_encoding(path))
        except OSError as error:
            raise FaultyFile(f"{path} ne peut pas être lu ({error.strerror}).") from error

    @property
    def name(self) -> str:
        return self.path.name

    def lines(self) -> Iterator[tuple[float, str]]:
        """Each line without its end, with the share of the file that was read so far."""
        size = max(self.path.stat().st_size, 1)
        with self.path.open("rb", buffering=_BLOCK) as raw:
            # A sign that cannot be read spoils its line, not the file: `UNREADABLE` stands in its place.
            text = io.TextIOWrapper(raw, encoding=self.encoding, errors="replace", newline="\n")
            share = 0.0
            for number, line in enumerate(text):
                if not number % _LOOK_EVERY:
                    share = raw.tell() / size
                yield share, line.rstrip("\r\n")


def detect_encoding(path: Path) -> Encoding:
    """By reading the whole file: the first accent may stand on its last line.

    A few bytes that are no UTF-8 do not turn a file of UTF-8 into another: in one of Windows nearly every accent is wrong.
    """
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    high, wrong, seen = 0, 0, set[int]()
    with path.open("rb") as file:
        has_mark = file.read(3) == codecs.BOM_UTF8
        file.seek(0)
        while block := file.read(_BLOCK):
            accents = block.translate(None, _PLAIN)
            high += len(accents)
            seen.update(accents)
            wrong += decoder.decode(block).count(UNREADABLE)
    if has_mark:
        return Encoding.UTF8_BOM
    if wrong * 10 <= high:
        return Encoding.UTF8
    return Encoding.LATIN9 if seen & _ONLY_LATIN9 and not seen & _ONLY_WINDOWS else Encoding.WINDOWS
