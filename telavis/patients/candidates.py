"""Who may be the person that is looked for: a cascade of small statements, each by an index, until somebody is likely.

With a birth date: those born that day; unless somebody is exactly who was typed, those of these very names born one slip away
(or in a year of which nobody knows more);
then those whose names are one slip or one sound away, born one slip away. Without a date: those of these very names; unless
ten are exactly so, those whose names are near, the nearest pairs of names first. Misspelt names go through the dictionary
(`patients/dictionary.py`): the words near the typed ones are ranked there, and only then are people fetched.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from heapq import heappop, heappush, heappushpop
from itertools import chain, islice
from math import inf
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from telavis.patients.date_slips import last_of_year, one_slip_away
from telavis.patients.near_words import MARKS, NEAR_MARKS, Marks, array, near_words
from telavis.patients.ranking import GIVEN, LAST, SWAPPED, Ranked, Ranking, Row, weight
from telavis.patients.search_keys import key, keys_of_search, pair_key
from telavis.patients.terms import SearchTerms

MOST_ROWS = 10
LIKELY = 28 / 34
"""Share of the best score: that of these very names with a slip in the date, which nobody misspelt reaches."""
NEAR_ENOUGH = 23 / 34
"""Share of the best score: that of one slip in a short name beside one in the date; two slips are then not sought."""
SHOWN = 0.45
"""Share of the best score under which somebody is not shown: nobody is listed for a first name alone."""
MOST_BORN_ONE_DAY = 3_000
MOST_CANDIDATES = 400
MOST_OF_A_PAIR = 60
MOST_COMPARED = 60
BATCHES = (60, 240, 700)
"""How many pairs of names are asked for at once, the nearest first, until further ones could not enter the first ten."""
FOUND = 0.94
"""Share of the best score, without a date: hundreds of pairs are asked for only when nobody of the nearest has so much.
Whoever has both names, the last one as a used name, has it."""
BATCHES_WITH_A_DATE = (100, 100, 100)
"""As few at once that PostgreSQL reads both indexes and only the rows in both: of 300 it believes that many people have one."""
ONE_EXACT = 2.0
"""What makes a pair likelier, beside its score: one misspelt name rather than two, PETIT Marc before PETTE Marck, for «Pett Marc»."""
MOST_WORDS = 120


class Search:
    """One search: what was typed, and those ranked so far."""

    def __init__(self, terms: SearchTerms) -> None:
        self.terms = terms
        self.ranking = Ranking(terms)
        self.ranked: dict[UUID, Ranked] = {}
        self._best_scores: list[float] = []
        """As many as are shown and one more, the least first: by that one it is known that there are more."""

    def run(self) -> list[Ranked]:
        if self.terms.birth_date:
            self._with_a_date(self.terms.birth_date)
        else:
            self._without_a_date()
        in_order = sorted(
            self.ranked.values(), key=lambda each: (-each.score, each.row.birth_date, each.row.id)
        )
        return [each for each in in_order if each.score >= SHOWN * self.ranking.most]

    def _with_a_date(self, typed: date) -> None:
        born_that_day = _rows(_BORN_THAT_DAY, typed, MOST_BORN_ONE_DAY)
        self._add(born_that_day)
        if self._best() >= 1 or not self.terms.last:
            return
        days = sorted({*one_slip_away(typed, latest=timezone.localdate()), last_of_year(typed)} - {typed})
        if len(born_that_day) == MOST_BORN_ONE_DAY:
            days.append(typed)
        exact = keys_of_search(self.terms.last, self.terms.given)
        self._add(_rows(_OF_NAMES_BORN_ONE_OF_THESE_DAYS, array(exact), days, MOST_CANDIDATES))
        if self._best() >= LIKELY:
            return
        for marks in (NEAR_MARKS, MARKS):
            near = self._near_keys(marks)
            for size in BATCHES_WITH_A_DATE:
                batch = [found for _, found in islice(near, size)]
                if not batch:
                    break
                self._add(_rows(_OF_NAMES_BORN_ONE_OF_THESE_DAYS, array(batch), days, MOST_CANDIDATES))
            if self._best() >= NEAR_ENOUGH:
                break
        if self._best() < LIKELY:
            self._add(_rows(_OF_NAMES, array(exact), MOST_CANDIDATES, MOST_CANDIDATES))
        if self._best() < SHOWN and typed == last_of_year(typed):
            self._add_of_pairs(list(islice(self._near_keys(MARKS), BATCHES[0])))

    def _without_a_date(self) -> None:
        exact = keys_of_search(self.terms.last, self.terms.given)
        self._add(_rows(_OF_NAMES, array(exact), MOST_CANDIDATES, MOST_CANDIDATES))
        if self._least() >= self.ranking.most:
            return
        near = self._near_keys(MARKS, beginnings=True)
        for size in BATCHES:
            batch = list(islice(near, size))
            if not batch or max(batch)[0] <= self._least():
                return
            self._add_of_pairs(batch)
            if self._best() >= FOUND:
                return

    def _near_keys(
        self, marks: tuple[Marks, ...], *, beginnings: bool = False
    ) -> Iterator[tuple[float, int]]:
        """The keys of pairs of words near the typed ones with the score of their names, the likeliest first."""
        last_words, given_words = near_words(
            self.ranking.last, self.ranking.given, marks, beginnings=beginnings
        )
        more_likely = {word: ONE_EXACT for word, s, *_ in chain(last_words, given_words) if s == 1}
        last = _heaviest(
            (weight(s, *LAST) + (0 if is_last else SWAPPED) + more_likely.get(word, 0), word)
            for word, s, is_last, _ in last_words
        )
        if not self.ranking.given:
            yield from ((score - more_likely.get(word, 0), key(word)) for score, word in last)
            return
        given = _heaviest(
            (weight(s, *GIVEN) + (0 if is_given else SWAPPED) + more_likely.get(word, 0), word)
            for word, s, _, is_given in given_words
        )
        for score, mine, theirs in nearest_pairs(last, given):
            if score <= 0:
                return
            yield score - more_likely.get(mine, 0) - more_likely.get(theirs, 0), pair_key(mine, theirs)

    def _add(self, rows: list[Row]) -> None:
        new = {row.id: row for row in rows if row.id not in self.ranked}
        for each in self.ranking.rank(new.values()):
            self._keep(each)

    def _add_of_pairs(self, batch: list[tuple[float, int]]) -> None:
        """Those who have these pairs, the likeliest first, but whoever could not come among those shown."""
        keys, least, compared = array(found for _, found in batch), self._least(), 0
        for place, *found in _read(_OF_PAIRS, keys, MOST_OF_A_PAIR, MOST_CANDIDATES):
            row = Row(*found)
            if row.id in self.ranked or batch[place - 1][0] <= least:
                continue
            self._keep(self.ranking.judge(row))
            least, compared = self._least(), compared + 1
            if compared == MOST_COMPARED:
                return

    def _keep(self, found: Ranked) -> None:
        self.ranked[found.row.id] = found
        if len(self._best_scores) <= MOST_ROWS:
            heappush(self._best_scores, found.score)
        else:
            heappushpop(self._best_scores, found.score)

    def _best(self) -> float:
        return max(self._best_scores, default=0.0) / self.ranking.most

    def _least(self) -> float:
        """The score that somebody must pass to be shown, once there are more than are shown."""
        return self._best_scores[0] if len(self._best_scores) > MOST_ROWS else -inf


_CANDIDATES = """
    SELECT id, search_last, search_given, birth_date FROM patients_patient
    WHERE {condition} LIMIT %s
"""
_BORN_THAT_DAY = _CANDIDATES.format(condition="birth_date = %s")
_OF_NAMES = """
    SELECT person.* FROM unnest(%s::bigint[]) AS wanted (key) CROSS JOIN LATERAL (
        SELECT id, search_last, search_given, birth_date FROM patients_patient
        WHERE search_keys @> ARRAY[wanted.key] LIMIT %s
    ) AS person LIMIT %s
"""
"""Key by key in the order given, and no further than needed: with hundreds of keys, one «&&» would read them all first."""
_OF_PAIRS = """
    SELECT wanted.place, person.* FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (key, place) CROSS JOIN LATERAL (
        SELECT id, search_last, search_given, birth_date FROM patients_patient
        WHERE search_keys @> ARRAY[wanted.key] LIMIT %s
    ) AS person LIMIT %s
"""
_OF_NAMES_BORN_ONE_OF_THESE_DAYS = _CANDIDATES.format(
    condition="search_keys && %s::bigint[] AND birth_date = ANY(%s)"
)


def _rows(statement: str, *params: Any) -> list[Row]:
    return [Row(*found) for found in _read(statement, *params)]


def _read(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


Weighed = tuple[float, str]
"""What a word would add to the score of somebody who has it."""


def _heaviest(words: Iterable[Weighed]) -> list[Weighed]:
    return sorted(words, reverse=True)[:MOST_WORDS]


def nearest_pairs(last: list[Weighed], given: list[Weighed]) -> Iterator[tuple[float, str, str]]:
    """Each of these with each of those, the heaviest together first: thousands, of which only the first are made.

    Both lists stand from the heaviest: a pair is kept for later only when one that weighs as much at least was given.
    """
    waiting = [(-last[0][0] - given[0][0], 0, 0)] if last and given else []
    while waiting:
        score, mine, theirs = heappop(waiting)
        yield -score, last[mine][1], given[theirs][1]
        if theirs + 1 < len(given):
            heappush(waiting, (-last[mine][0] - given[theirs + 1][0], mine, theirs + 1))
        if not theirs and mine + 1 < len(last):
            heappush(waiting, (-last[mine + 1][0] - given[0][0], mine + 1, 0))
