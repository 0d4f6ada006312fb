"""Lines taken apart by the names of their columns, and those that are refused with their reason."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from telavis.directory.extractions.files import UNREADABLE, FaultyFile, SourceFile
from telavis.values.french import typographic
from telavis.values.names import unaccented

SHOWN_REFUSALS = 20
_SEPARATOR = "|"
_PADDED_LEFT, _PADDED_RIGHT = " |", "| "


class RefusedRow(Exception):
    """The line cannot be used; the message is its reason, the same for every line of that fault."""

    def __init__(self, reason: str) -> None:
        super().__init__(typographic(reason))


@dataclass
class Account:
    """What was met while reading: kept small whatever the file."""

    lines: int = 0
    refused: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    first_refusals: list[tuple[int, str]] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)

    def refuse(self, number: int, reason: str) -> None:
        self.refused += 1
        self.reasons[reason] += 1
        if len(self.first_refusals) < SHOWN_REFUSALS:
            self.first_refusals.append((number, reason))


Row = tuple[Any, ...]
Progress = Callable[[float, int], None]


def quiet(share: float, lines: int) -> None:
    """The progress that nobody watches."""


def fold(column: str) -> str:
    """The form in which names of columns are compared, since their capitals and accents have varied."""
    return " ".join(re.findall("[A-Z0-9]+", unaccented(column)))


@dataclass(frozen=True)
class Header:
    """The first line of a file with `|` between its columns."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, source: SourceFile) -> "Header":
        _, line = next(source.lines(), (1.0, ""))
        return cls(tuple(fold(name) for name in line.removesuffix(_SEPARATOR).split(_SEPARATOR)))

    def has(self, columns: Sequence[str]) -> bool:
        return all(fold(column) in self.names for column in columns)

    def pick(self, columns: Sequence[str]) -> Callable[[Sequence[str]], tuple[str, ...]]:
        """What takes these columns out of a line; a missing one is said, with all the others that are."""
        missing = [column for column in columns if fold(column) not in self.names]
        if missing:
            raise FaultyFile(f"Il manque des colonnes : {', '.join(missing)}.")
        return itemgetter(*(self.names.index(fold(column)) for column in columns))


def table(
    source: SourceFile, columns: Sequence[str], account: Account, progress: Progress = quiet
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Number and wanted columns of each line that has its columns."""
    header = Header.of(source)
    pick, width = header.pick(columns), len(header.names)
    lines = source.lines()
    next(lines)
    for number, (share, line) in enumerate(lines, start=2):
        account.lines += 1
        fields = line.split(_SEPARATOR)
        if (
            _PADDED_LEFT in line or _PADDED_RIGHT in line
        ):  # rarely, so that most lines are not gone through again
            fields = [field.strip() for field in fields]
        # real files end each line with a separator
        if len(fields) != width and not (len(fields) == width + 1 and not fields[-1]):
            account.refuse(number, "nombre de colonnes différent de celui de l’en-tête")
            continue
        if UNREADABLE in line or "\0" in line:
            account.refuse(number, "caractères illisibles")
            continue
        if not number % 10_000:
            progress(share, number)
        yield number, pick(fields)


def fingerprint(row: Sequence[Any]) -> int:
    """64 bits of a row, as PostgreSQL's bigint holds them."""
    digest = blake2b("\x1f".join(map(str, row)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
