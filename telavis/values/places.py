"""Places of birth by their INSEE code: communes present and former, districts of Paris, Lyon and Marseille, countries.

The lists are in `data/` (see its README). A code that they do not know may still be right: former communes without
successor and some former countries are missing, so an unknown code is accepted with a warning.
"""

import csv
import gzip
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import accumulate, islice
from pathlib import Path

from telavis.values.names import unaccented

_DATA = Path(__file__).parent / "data"
_CODE = re.compile(r"[0-9]{5}|2[AB][0-9]{3}")
# A country is suggested before every commune of fewer inhabitants than this.
_WEIGHT_OF_A_COUNTRY = 1_000_000


class PlaceKind(StrEnum):
    COMMUNE = "commune"
    DISTRICT = "district"
    FORMER_COMMUNE = "former"
    COUNTRY = "country"
    FORMER_COUNTRY = "former country"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """One place, under one code."""

    code: str
    name: str
    kind: PlaceKind
    department: str = ""
    department_name: str = ""
    postcodes: tuple[str, ...] = ()
    now: str = ""
    """The commune of which a former one is part today."""

    @property
    def is_abroad(self) -> bool:
        return self.kind in {PlaceKind.COUNTRY, PlaceKind.FORMER_COUNTRY}

    @property
    def label(self) -> str:
        """As a list shows it: «Ambléon (01300, Ain)», «Bordeaux (33, Gironde)», «Algérie (étranger)»."""
        if self.kind is PlaceKind.UNKNOWN:
            return self.name
        if self.is_abroad:
            return f"{self.name} ({'étranger' if self.kind is PlaceKind.COUNTRY else 'étranger, autrefois'})"
        number = self.postcodes[0] if len(self.postcodes) == 1 else self.department
        today = f", aujourd’hui {self.now}" if self.now else ""
        return f"{self.name} ({number}, {self.department_name}{today})"


NOWHERE = "99999"
"""The code of a birth place that nobody knows."""


def known_place(code: str) -> str:
    """The code; "" of a place that nobody knows."""
    return "" if code == NOWHERE else code


def is_place_code(text: str) -> bool:
    """It has the shape of an INSEE code, known to our lists or not."""
    return _CODE.fullmatch(text) is not None


def find_place(code: str) -> Place | None:
    """The place that bears this code, or bore it once: "33063" → Bordeaux, "20004" → Ajaccio before 1976.

    NOWHERE is the place that nobody knows.
    """
    return _atlas().find(code.upper())


def suggest_places(text: str, limit: int = 10) -> list[Place]:
    """The places whose name (or postcode) begins so, then those with a word that does, the most populous first.

    Accents, hyphens and case do not count, «St» is «Saint», «Saint-Denis 93» keeps the department. An INSEE code finds
    its place too, after those of whom the same digits are the postcode: 63220 is Mazoires, and the post of Arlanc.
    """
    found = _atlas().suggest(text, limit)
    code = text.strip().upper()
    by_code = find_place(code) if is_place_code(code) else None
    if by_code and by_code.code not in {place.code for place in found}:
        found = [*found[: max(limit - 1, 0)], by_code]
    return found[:limit]


def read_place(text: str) -> Place | None:
    """What was typed or chosen without a script: a label of the list, or a name, code or postcode of one place only."""
    if is_place_code(text.strip().upper()):
        numbered = suggest_places(text, limit=2)
        return numbered[0] if len(numbered) == 1 else None
    whole, without_bracket = _fold(text), _fold(text.rpartition("(")[0])
    alike = [place for name in (whole, without_bracket) for place in _places_named(name)]
    chosen = [place for place in alike if whole in {_fold(place.label), _fold(place.name)}] or alike
    return chosen[0] if len(chosen) == 1 else None


def _places_named(name: str) -> list[Place]:
    return [place for place in suggest_places(name, limit=100) if _fold(place.name) == name]


class _Column:
    """One text per place, the most populous first, in a single string: a search is `str.find`, with no index to keep.

    Each text is written `\\nWORDS\\t`; "\\nBOR" finds a beginning, " BOR" a word, and what comes first is most populous.
    """

    def __init__(self, texts: list[str]) -> None:
        self._starts = array("I", accumulate((len(text) + 2 for text in texts[:-1]), initial=0))
        self._string = "".join(f"\n{text}\t" for text in texts)

    def ranks(self, needle: str) -> Iterator[int]:
        offset = self._string.find(needle)
        while offset >= 0:
            yield bisect_right(self._starts, offset) - 1
            offset = self._string.find(needle, offset + 1)


class _Atlas:
    """The lists in memory, compactly: their lines in the order of codes, and what is searched by population."""

    def __init__(self) -> None:
        self._lines = [*_communes(), *_countries()]
        self._departments = dict(_rows("departments.csv"))
        self._successors = {
            former: position
            for position, line in enumerate(self._lines)
            for former in line.rpartition("\t")[2].split()
            if not self._has(former)
        }
        weights = [int(line.split("\t")[6]) for line in self._lines]
        self._by_weight = array("I", sorted(range(len(weights)), key=lambda position: -weights[position]))
        in_order = [self._lines[position] for position in self._by_weight]
        self._names = _Column(_fold("\n".join(line.split("\t")[1] for line in in_order)).split("\n"))
        self._postcodes = _Column([line.split("\t")[5] for line in in_order])

    def find(self, code: str) -> Place | None:
        if self._has(code):
            return self._place(self._position(code), code)
        successor = self._successors.get(code)
        return None if successor is None else self._place(successor, code)

    def suggest(self, text: str, limit: int) -> list[Place]:
        positions = [self._by_weight[rank] for rank in islice(_once(self._ranks(_fold(text))), limit)]
        return [self._place(position, self._lines[position][:5]) for position in positions]

    def _ranks(self, sought: str) -> Iterator[int]:
        """Exact names, then beginnings, then words; «Saint-Denis 93» keeps the names of that department."""
        if sought.isdigit() and len(sought) > 1:
            yield from self._postcodes.ranks(f"\n{sought}")
            yield from self._postcodes.ranks(f" {sought}")
        elif sought:
            yield from self._names.ranks(f"\n{sought}\t")
        if len(sought) > 1:
            yield from self._names.ranks(f"\n{sought}")
            yield from self._names.ranks(f" {sought}")
        name, _, number = sought.rpartition(" ")
        if len(name) > 1 and re.fullmatch(r"[0-9]{2,5}|2[AB]", number):
            yield from (rank for rank in self._names.ranks(f"\n{name}") if self._lies_in(number, rank))

    def _lies_in(self, number: str, rank: int) -> bool:
        _, _, _, department, _, postcodes, _, _ = self._lines[self._by_weight[rank]].split("\t")
        return any(code.startswith(number) for code in (department, *postcodes.split()))

    def _position(self, code: str) -> int:
        return bisect_left(self._lines, f"{code}\t")

    def _has(self, code: str) -> bool:
        position = self._position(code)
        return position < len(self._lines) and self._lines[position].startswith(f"{code}\t")

    def _place(self, position: int, code: str) -> Place:
        own_code, name, kind, department, successor, postcodes, _, _ = self._lines[position].split("\t")
        if code != own_code:
            # A code that was given up: the same ground, under its present name.
            kind = PlaceKind.FORMER_COMMUNE
        now = self._lines[self._position(successor)].split("\t")[1] if successor else ""
        return Place(
            code=code,
            name=name,
            kind=PlaceKind(kind),
            department=department,
            department_name=self._departments.get(department, ""),
            postcodes=tuple(postcodes.split()),
            now=now if now != name else "",
        )


def _once(ranks: Iterable[int]) -> Iterator[int]:
    seen: set[int] = set()
    for rank in ranks:
        if rank not in seen:
            seen.add(rank)
            yield rank


@cache
def _atlas() -> _Atlas:
    return _Atlas()


def _communes() -> list[str]:
    return gzip.decompress((_DATA / "communes.tsv.gz").read_bytes()).decode().splitlines()


def _countries() -> Iterator[str]:
    """Countries in the columns of communes, so that one list holds both."""
    kinds = {"present": PlaceKind.COUNTRY, "former": PlaceKind.FORMER_COUNTRY, "unknown": PlaceKind.UNKNOWN}
    for code, name, state in _rows("countries.csv"):
        weight = _WEIGHT_OF_A_COUNTRY if state == "present" else 0
        yield f"{code}\t{name}\t{kinds[state]}\t\t\t\t{weight}\t"


def _rows(name: str) -> Iterator[list[str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows


def _fold(text: str) -> str:
    """Capitals without accents, words and numbers parted by one space, lines kept."""
    plain = re.sub(r"(?:[^\w\n]|_)+", " ", unaccented(text))
    plain = re.sub(r"\bST(E?)\b", r"SAINT\1", plain)
    plain = re.sub(r"\b([0-9]+)(?:EME|E)\b", r"\1E", plain)
    return re.sub(" ?\n ?", "\n", plain).strip(" ")
