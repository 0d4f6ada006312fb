"""The nearest first: a sum of evidence for and against each person, and in words what matched.

After Fellegi and Sunter: what is alike adds, what differs takes away, each as much as it tells. A last name tells more than
a first name, the birth date most. Names that many people of one search share are compared once.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from heapq import nlargest
from typing import NamedTuple
from uuid import UUID

from rapidfuzz.distance import Indel, JaroWinkler
from rapidfuzz.process import extract

from telavis.patients.date_slips import DateHow, compare_dates
from telavis.patients.likeness import NOT_TYPED, PERHAPS_SAME_SOUND, How, Likeness, TypedName
from telavis.patients.search_keys import BETWEEN_NAMES
from telavis.patients.terms import SearchTerms

LAST, GIVEN = (12.0, -7.0), (8.0, -5.0)
"""What the same name adds, and what another one takes away."""
EVEN, LEAST, CURVE = 0.65, 0.45, 0.8
"""The similarity that tells nothing, the one from which a name is simply another, and the curve between."""
DATES = {
    DateHow.NOT_TYPED: 0.0,
    DateHow.SAME: 14.0,
    DateHow.SWAPPED: 9.0,  # one date, where a wrong digit may make forty
    DateHow.ONE_DIGIT: 8.0,
    DateHow.SAME_YEAR: 4.0,
    DateHow.TWO_DIGITS: 3.0,
    DateHow.OTHER: -6.0,
}
SWAPPED = -2.0
OTHER_LAST, OTHER_GIVEN = 0.04, 0.055
"""What is taken from the similarity of a used name, and of each first name after the first: so much that with either,
everything else being the same, somebody is likely and not yet certain (33 of 34 in `evaluate_search`)."""
NEAR_GIVEN = 0.12
"""What is taken from a first name that is only near: two slips make another first name (Aïssatou, Nafissatou), and so do
other vowels (Élodie, Walid)."""
NEAR_ONE_OF_SEVERAL = 0.1
"""What is taken besides when it is not their first name, or not their birth name, that is only near: one chance more that
another person's is."""
WHOLE = 0.1
"""What a whole name adds to the likeness of its letters."""
MOST_RANKED = 16
"""People compared in full of those that the letters alone do not rule out."""


class Row(NamedTuple):
    """A candidate, as an index gives it."""

    id: UUID
    last: str
    given: str
    birth_date: date


class Ranked(NamedTuple):
    """A candidate with its evidence."""

    row: Row
    score: float
    last: Likeness
    given: Likeness
    date: DateHow
    is_used_name: bool = False
    is_other_given: bool = False
    is_swapped: bool = False


class Ranking:
    """What was typed, compared with people."""

    def __init__(self, terms: SearchTerms) -> None:
        self.last, self.given = TypedName(terms.last), TypedName(terms.given)
        self.birth_date = terms.birth_date
        self._compared: dict[tuple[bool, float, str], tuple[Likeness, int]] = {}

    @cached_property
    def most(self) -> float:
        """The score of somebody who has all that was typed."""
        return (
            (LAST[0] if self.last else 0)
            + (GIVEN[0] if self.given else 0)
            + (DATES[DateHow.SAME] if self.birth_date else 0)
        )

    def rank(self, rows: Iterable[Row], most: int = MOST_RANKED) -> list[Ranked]:
        """The likeliest first. Homonyms of the same rank stand by birth date, so that the order is always the same."""
        ranked = [self.judge(row) for row in self._promising(list(rows), most)]
        return sorted(ranked, key=lambda each: (-each.score, each.row.birth_date, each.row.id))

    def judge(self, row: Row) -> Ranked:
        """The names as typed; the other way round when that says more."""
        day = compare_dates(self.birth_date, row.birth_date)
        last, last_place = self._best(self.last, row.last, OTHER_LAST)
        given, given_place = self._best(self.given, row.given, OTHER_GIVEN)
        score = self._weigh(last, given)
        straight = Ranked(row, score + DATES[day], last, given, day, last_place > 0, given_place > 0)
        if not (self.last and self.given) or How.SAME in (last.how, given.how):
            return straight
        first, first_place = self._best(self.given, row.last, OTHER_LAST)
        second, second_place = self._best(self.last, row.given, OTHER_GIVEN)
        swapped = self._weigh(first, second) + SWAPPED
        if swapped <= score:
            return straight
        return Ranked(
            row, swapped + DATES[day], first, second, day, first_place > 0, second_place > 0, is_swapped=True
        )

    def _weigh(self, last: Likeness, given: Likeness) -> float:
        """A name that was not typed tells nothing."""
        return (weight(last.similarity, *LAST) if last is not NOT_TYPED else 0) + (
            weight(given.similarity, *GIVEN) if given is not NOT_TYPED else 0
        )

    def _best(self, typed: TypedName, names: str, less: float) -> tuple[Likeness, int]:
        """The likeness of the nearest of a person's names, and its place among them."""
        if not typed:
            return NOT_TYPED, 0
        which = (typed is self.last, less, names)
        known = self._compared.get(which)
        if known is None:
            found = [
                (self._lessened(typed, like, less * place), place)
                for place, like in enumerate(map(typed.compare, names.split(BETWEEN_NAMES)))
            ]
            known = max(found, key=lambda each: each[0].similarity)
            self._compared[which] = known
        return known

    def _lessened(self, typed: TypedName, like: Likeness, less: float) -> Likeness:
        """The likeness of another name than the first, or of a first name that is only near, tells less."""
        if like.how is How.NEAR or (like.how is How.SOUND and like.similarity <= PERHAPS_SAME_SOUND):
            less += (NEAR_GIVEN if typed is self.given else 0) + (NEAR_ONE_OF_SEVERAL if less else 0)
        return like._replace(similarity=like.similarity - less) if less else like

    def _promising(self, rows: list[Row], most: int) -> list[Row]:
        """Those whose letters are nearest, when there are many: by the best word for each name, a cheap upper guess."""
        if len(rows) <= most:
            return rows
        words = {text: text.replace(BETWEEN_NAMES, " ").split(" ") for row in rows for text in row[1:3]}
        choices = list({word for each in words.values() for word in each})
        guesses = [(name, self._guesses(name, choices)) for name in (self.last, self.given) if name]
        best = {
            text: [
                max(guess.get(word, 0.0) for word in each) + self._is_whole(name, text)
                for name, guess in guesses
            ]
            for text, each in words.items()
        }

        def promise(row: Row) -> float:
            last, given = best[row.last], best[row.given]
            near = sum(map(max, zip(last, given, strict=True)))
            return near + (row.birth_date == self.birth_date)

        return nlargest(most, rows, key=promise)

    @staticmethod
    def _is_whole(name: TypedName, text: str) -> float:
        """Of many with the same word, those whose whole name it is: Santos before Dos Santos."""
        return WHOLE if name.glued in text.replace(" ", "").split(BETWEEN_NAMES) else 0.0

    @staticmethod
    def _guesses(name: TypedName, choices: list[str]) -> dict[str, float]:
        """By how it begins, or by the letters in common: of short names one alone fails («Is», «His»)."""
        best: dict[str, float] = {}
        for scorer in (JaroWinkler.similarity, Indel.normalized_similarity):
            found = extract(name.glued, choices, scorer=scorer, processor=None, score_cutoff=0.5, limit=None)
            for word, score, _ in found:
                best[word] = max(score, best.get(word, 0.0))
        return best


@lru_cache(maxsize=1024)
def weight(similarity: float, most: float, least: float) -> float:
    """From `least` for another name, through nothing at 0.65, to `most` for the same."""
    if similarity >= EVEN:
        return most * float(((similarity - EVEN) / (1 - EVEN)) ** CURVE)
    return least * min(1.0, (EVEN - similarity) / (EVEN - LEAST))
