"""Looking by night for patients who are there twice: in blocks, so that nobody is compared with everybody (docs/domain/patients.md, 19e).

Three kinds of blocks: born the same day, with one name that sounds the same; under one number; the same sounds of both
names, whichever is first, born one slip apart. People are read a day at a time: what is kept of everybody meanwhile is
their key, their day and how their names sound. What is likely enough waits for the identity desk, unless it was proposed before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from heapq import heappush, heappushpop
from itertools import combinations, groupby, islice
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from telavis.patients.date_slips import last_of_year, one_slip_away
from telavis.patients.models import IdentityVersion, LikelyDuplicate, PairState, Patient
from telavis.patients.resemblance import Likened, resemblance
from telavis.patients.search_keys import key
from telavis.values.names import glued
from telavis.values.phonetics.codes import coarse_codes

MOST_OF_A_NIGHT = 2_000
"""Pairs that are kept of one night, the likeliest: nobody reads more, and the next night finds the rest."""
LARGEST_BLOCK = 300
"""People of one block who are compared: beyond, what they share tells nothing. The first by their key, every night."""
READ_AT_ONCE = 2_000
STANDS_FIRST, STANDS_SECOND = (
    Coalesce(f"{side}__merged_into_id", f"{side}_id") for side in ("first", "second")
)
"""Who stands today for each of a pair."""
Twosome = tuple[Likened, Likened]
T = TypeVar("T")


@dataclass(frozen=True, order=True)
class LikelyPair:
    """Two persons found to be likelier one, the lesser key first; ordered by how likely."""

    score: float
    first: UUID
    second: UUID
    words: str


@dataclass
class Heard:
    """Everybody by how both names sound, in little room: a number for each person, and a hash for each sound."""

    keys: list[UUID] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    by_sound: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, person: Likened, key_of_person: UUID) -> None:
        place = len(self.keys)
        self.keys.append(key_of_person)
        self.days.append(person.row.birth_date)
        for sound in _both_names(person):
            self.by_sound[sound].append(place)

    def born_one_slip_apart(self) -> set[tuple[UUID, UUID]]:
        """Those of the same sounds whose dates one slip of the hand explains."""
        found = set()
        for block in self.by_sound.values():
            if len(block) > 1:
                found |= self._one_slip_apart(block)
        return {(self.keys[one], self.keys[other]) for one, other in found}

    def _one_slip_apart(self, block: list[int]) -> set[tuple[int, int]]:
        """By the dates that a slip makes: a block of thousands is not compared two by two."""
        born = defaultdict[date, list[int]](list)
        for place in block:
            born[self.days[place]].append(place)
        return {
            (one, other)
            for day, people in born.items()
            for slip in _slips_after(day)
            if slip in born
            for one in people
            for other in born[slip]
        }


def sweep() -> int:
    """Find and keep; says how many pairs wait that did not before."""
    pairs = likeliest(candidates())
    with transaction.atomic():
        before = LikelyDuplicate.objects.count()
        now = timezone.now()
        LikelyDuplicate.objects.bulk_create(
            [
                LikelyDuplicate(
                    first_id=pair.first,
                    second_id=pair.second,
                    score=pair.score,
                    words=pair.words[:300],
                    found_at=now,
                )
                for pair in pairs
            ],
            ignore_conflicts=True,
        )
        found = LikelyDuplicate.objects.count() - before
        _ask_no_more_of_one()
        return found


def _ask_no_more_of_one() -> None:
    """Merged while the night was at work, these two are one already: nobody is asked whether they are."""
    waiting = LikelyDuplicate.objects.filter(state=PairState.WAITING)
    waiting.alias(one=STANDS_FIRST, other=STANDS_SECOND).filter(one=F("other")).delete()


def likeliest(compared: Iterable[Twosome]) -> list[LikelyPair]:
    """The likeliest pairs, the best first, but for those that wait already, or that somebody has settled."""
    settled = _settled()
    best: list[LikelyPair] = []
    for one, other in compared:
        pair = pair_of(one, other)
        if pair is None or (pair.first, pair.second) in settled:
            continue
        settled.add((pair.first, pair.second))
        if len(best) < MOST_OF_A_NIGHT:
            heappush(best, pair)
        else:
            heappushpop(best, pair)
    return sorted(best, reverse=True)


def _settled() -> set[tuple[UUID, UUID]]:
    """What was said of somebody absorbed was said of whoever stands for them."""
    known = LikelyDuplicate.objects.annotate(one=STANDS_FIRST, other=STANDS_SECOND)
    return {(min(pair), max(pair)) for pair in known.values_list("one", "other").iterator()}


def pair_of(one: Likened, other: Likened) -> LikelyPair | None:
    """These two, when they are likelier one person than two."""
    if one.id is None or other.id is None:
        return None
    found = resemblance(one, other)
    if not found.is_likely:
        return None
    first, second = sorted((one.id, other.id))
    return LikelyPair(found.score, first, second, found.words)


def candidates() -> Iterator[Twosome]:
    """Those who share a block. A pair may come twice."""
    heard = Heard()
    by_day = _read(_everybody().order_by("birth_date", "patient_id"))
    for _, born in groupby(by_day, lambda each: each.row.birth_date):
        people = list(born)
        yield from _of_one_day(people)
        for person in people:
            if person.id:
                heard.add(person, person.id)
    yield from _of_one_number()
    for pairs in _some_at_once(heard.born_one_slip_apart()):
        found = _by_key({key_of_person for pair in pairs for key_of_person in pair})
        yield from ((found[one], found[other]) for one, other in pairs if one in found and other in found)


def _everybody() -> QuerySet[IdentityVersion]:
    """Every patient who stands for themselves (what an absorbed one leads to is another's); nobody's double is fictitious."""
    return IdentityVersion.objects.filter(patient__current=F("pk"), is_fictitious=False)


def _read(versions: QuerySet[IdentityVersion]) -> Iterator[Likened]:
    return map(Likened.of_version, versions.iterator(chunk_size=READ_AT_ONCE))


def _by_key(keys: set[UUID]) -> dict[UUID, Likened]:
    return {each.id: each for each in _read(_everybody().filter(patient__in=keys)) if each.id}


def _of_one_day(people: list[Likened]) -> Iterator[Twosome]:
    """Those of whom one name sounds like one of the other: with both names different nobody is likely."""
    by_name = defaultdict[str, list[int]](list)
    for place, person in enumerate(people):
        for sound in _each_name(person):
            by_name[sound].append(place)
    alike = {pair for block in by_name.values() for pair in combinations(block[:LARGEST_BLOCK], 2)}
    return ((people[one], people[other]) for one, other in alike)


def _of_one_number() -> Iterator[Twosome]:
    living = Patient.objects.filter(merged_into=None).exclude(billing_nir="")
    shared = living.values("billing_nir").annotate(holders=Count("pk")).filter(holders__gt=1)
    for numbers in _some_at_once(shared.values_list("billing_nir", flat=True).iterator()):
        holders = defaultdict[str, list[Likened]](list)
        for person in _read(_everybody().filter(patient__billing_nir__in=numbers).order_by("patient_id")):
            holders[person.number].append(person)
        for block in holders.values():
            yield from combinations(block[:LARGEST_BLOCK], 2)


def _some_at_once(many: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(many)
    while some := list(islice(rest, READ_AT_ONCE)):
        yield some


def _both_names(person: Likened) -> set[int]:
    """How both names sound, in one order whichever was typed as the last name."""
    given = coarse_codes(glued(person.terms.given))
    return {key("+".join(sorted((last, first)))) for last in _last_names(person) for first in given}


def _each_name(person: Likened) -> set[str]:
    return _last_names(person) | coarse_codes(glued(person.terms.given))


def _last_names(person: Likened) -> set[str]:
    names = {glued(name) for name in (person.terms.last, person.used_name) if name}
    return {sound for name in names for sound in coarse_codes(name)}


@lru_cache(maxsize=50_000)
def _slips_after(day: date) -> tuple[date, ...]:
    """Later ones only: of two dates, each is one slip away from the other."""
    slips = {*one_slip_away(day, latest=date.max), last_of_year(day)}
    return tuple(slip for slip in slips if slip > day)
