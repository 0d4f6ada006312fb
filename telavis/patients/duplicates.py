"""Looking by night for patients who are there twice: in blocks, so that nobody is compared with everybody (docs/domain/patients.md, 19e).

Three kinds of blocks: born the same day; the same sounds of both names, whichever is first, born one slip apart; the same
number. What is likely enough waits for the identity desk, unless it was proposed before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappush, heappushpop
from itertools import combinations
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from telavis.patients.date_slips import DateHow, compare_dates
from telavis.patients.models import IdentityVersion, LikelyDuplicate
from telavis.patients.resemblance import Likened, resemblance
from telavis.values.names import glued
from telavis.values.phonetics.codes import coarse_codes

MOST_OF_A_NIGHT = 2_000
"""Pairs that are kept of one night, the likeliest: nobody reads more, and the next night finds the rest."""
LARGEST_BLOCK = 2_000
"""People of one block who are compared: beyond, what they share tells nothing."""
WORTH_COMPARING = (DateHow.SWAPPED, DateHow.ONE_DIGIT)
READ_AT_ONCE = 2_000


@dataclass(frozen=True, order=True)
class Pair:
    score: float
    first: UUID
    second: UUID
    words: str


def sweep() -> int:
    """Find and keep; says how many pairs wait that did not before."""
    pairs = likeliest(everybody())
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
        return LikelyDuplicate.objects.count() - before


def everybody() -> Iterator[Likened]:
    """Every patient who stands for themselves; a fictitious identity is nobody's double."""
    versions = IdentityVersion.objects.filter(
        patient__current=F("pk"), patient__merged_into=None, is_fictitious=False
    )
    return map(Likened.of_version, versions.iterator(chunk_size=READ_AT_ONCE))


def likeliest(people: Iterable[Likened]) -> list[Pair]:
    """The likeliest pairs of these people, the best first, but for those that somebody has settled."""
    settled = set(LikelyDuplicate.objects.values_list("first_id", "second_id"))
    best: list[Pair] = []
    for one, other in candidates(people):
        pair = _pair(one, other)
        if pair is None or (pair.first, pair.second) in settled:
            continue
        settled.add((pair.first, pair.second))
        if len(best) < MOST_OF_A_NIGHT:
            heappush(best, pair)
        else:
            heappushpop(best, pair)
    return sorted(best, reverse=True)


def candidates(people: Iterable[Likened]) -> Iterator[tuple[Likened, Likened]]:
    """Those who share a block. A pair may come twice."""
    by_day, by_sound, by_number = (defaultdict[object, list[Likened]](list) for _ in range(3))
    for each in people:
        by_day[each.row.birth_date].append(each)
        for sound in _sounds(each):
            by_sound[sound].append(each)
        if each.number:
            by_number[each.number].append(each)
    yield from _within(by_day)
    yield from _within(by_number)
    for one, other in _within(by_sound):
        if compare_dates(one.row.birth_date, other.row.birth_date) in WORTH_COMPARING:
            yield one, other


def _within(blocks: dict[object, list[Likened]]) -> Iterator[tuple[Likened, Likened]]:
    for block in blocks.values():
        yield from combinations(block[:LARGEST_BLOCK], 2)


def _sounds(each: Likened) -> set[tuple[str, ...]]:
    """How both names sound, in one order whichever was typed as the last name."""
    names = {glued(name) for name in (each.terms.last, each.used_name) if name}
    given = coarse_codes(glued(each.terms.given))
    heard = {sound for name in names for sound in coarse_codes(name)}
    return {tuple(sorted((last, first))) for last in heard for first in given}


def _pair(one: Likened, other: Likened) -> Pair | None:
    if one.id is None or other.id is None:
        return None
    found = resemblance(one, other)
    if not found.is_likely:
        return None
    first, second = sorted((one.id, other.id))
    return Pair(found.score, first, second, found.words)
