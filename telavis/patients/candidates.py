"""Who may be the person that is looked for: a cascade of small statements, each by an index, until somebody is likely.

With a birth date: those born that day; unless somebody is exactly who was typed, those of these very names born one slip away;
then those whose names are one slip or one sound away, born one slip away. Without a date: those of these very names; unless
ten are exactly so, those whose names are near, the nearest pairs of names first. Misspelt names go through the dictionary
(`patients/dictionary.py`): the words near the typed ones are ranked there, and only then are people fetched.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from telavis.patients.date_slips import one_slip_away
from telavis.patients.dictionary import coarse_marks, fine_marks, slip_marks, two_slip_marks
from telavis.patients.likeness import PERHAPS_SAME_SOUND, SAME_SOUND, TypedName, letters_alike
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
BATCHES = (60, 240, 700)
"""How many pairs of names are asked for at once, the nearest first, until further ones could not enter the first ten."""
BATCHES_WITH_A_DATE = (100, 100, 100)
"""As few at once that PostgreSQL reads both indexes and only the rows in both: of 300 it believes that many people have one."""
ONE_EXACT = 2.0
"""With a slip in the date already, one misspelt name is likelier than two: PETIT Marc before PETTE Marck, for «Pett Marc»."""
MOST_WORDS = 120
MOST_NEAR_WORDS, MOST_FAR_WORDS = 300, 600
SHORTEST_BEGINNING = 4
MOST_SLIPS = 2


class Marks(NamedTuple):
    """One way for words to be near: what those heard alike are worth by that alone, their marks, how many are read."""

    heard: float
    of: Callable[[str], set[int]]
    most: int


NEAR_MARKS = (
    Marks(SAME_SOUND, fine_marks, MOST_NEAR_WORDS),
    Marks(0.0, slip_marks, MOST_NEAR_WORDS),
    Marks(PERHAPS_SAME_SOUND, coarse_marks, MOST_FAR_WORDS),
)
MARKS = (*NEAR_MARKS, Marks(0.0, two_slip_marks, MOST_FAR_WORDS))


class Search:
    """One search: what was typed, and those ranked so far."""

    def __init__(self, terms: SearchTerms) -> None:
        self.terms = terms
        self.ranking = Ranking(terms)
        self.ranked: dict[UUID, Ranked] = {}

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
        self._add(_rows(_BORN_THAT_DAY, typed, MOST_BORN_ONE_DAY))
        if self._best() >= 1 or not self.terms.last:
            return
        days = one_slip_away(typed, latest=timezone.localdate())
        exact = keys_of_search(self.terms.last, self.terms.given)
        self._add(_rows(_OF_NAMES_BORN_ONE_OF_THESE_DAYS, _array(exact), days, MOST_CANDIDATES))
        if self._best() >= LIKELY:
            return
        for marks in (NEAR_MARKS, MARKS):
            near = self._near_keys(marks, exact=ONE_EXACT)
            for size in BATCHES_WITH_A_DATE:
                batch = [found for _, found in islice(near, size)]
                if not batch:
                    break
                self._add(_rows(_OF_NAMES_BORN_ONE_OF_THESE_DAYS, _array(batch), days, MOST_CANDIDATES))
            if self._best() >= NEAR_ENOUGH:
                break
        if self._best() < LIKELY:
            self._add(_rows(_OF_NAMES, _array(exact), MOST_CANDIDATES, MOST_CANDIDATES))

    def _without_a_date(self) -> None:
        exact = keys_of_search(self.terms.last, self.terms.given)
        self._add(_rows(_OF_NAMES, _array(exact), MOST_CANDIDATES, MOST_CANDIDATES))
        if self._tenth() >= self.ranking.most:
            return
        near = self._near_keys(MARKS, beginnings=True)
        for size in BATCHES:
            batch = list(islice(near, size))
            if not batch or self._tenth() >= batch[0][0]:
                return
            keys = _array(found for _, found in batch)
            self._add(_rows(_OF_NAMES, keys, MOST_OF_A_PAIR, MOST_CANDIDATES))

    def _near_keys(
        self, marks: tuple[Marks, ...], *, beginnings: bool = False, exact: float = 0.0
    ) -> Iterator[tuple[float, int]]:
        """The keys of pairs of words near the typed ones with the score of their names, the nearest first.

        `exact` is added for a name that is the very one typed.
        """
        words = _near_words(self.ranking.last, self.ranking.given, marks, beginnings=beginnings)
        last = _heaviest(
            (weight(s, *LAST) + (0 if is_last else SWAPPED) + (exact if s == 1 else 0), word)
            for word, s, is_last, _ in words[0]
        )
        if not self.ranking.given:
            yield from ((score, key(word)) for score, word in last)
            return
        given = _heaviest(
            (weight(s, *GIVEN) + (0 if is_given else SWAPPED) + (exact if s == 1 else 0), word)
            for word, s, _, is_given in words[1]
        )
        for score, mine, theirs in merge(*(_with_each(one, given) for one in last), reverse=True):
            if score <= 0:
                return
            yield score, pair_key(mine, theirs)

    def _add(self, rows: list[Row]) -> None:
        new = {row.id: row for row in rows if row.id not in self.ranked}
        for each in self.ranking.rank(new.values()):
            self.ranked[each.row.id] = each

    def _best(self) -> float:
        return max((each.score for each in self.ranked.values()), default=0.0) / self.ranking.most

    def _tenth(self) -> float:
        scores = sorted((each.score for each in self.ranked.values()), reverse=True)
        return scores[MOST_ROWS - 1] if len(scores) >= MOST_ROWS else float("-inf")


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
_OF_NAMES_BORN_ONE_OF_THESE_DAYS = _CANDIDATES.format(
    condition="search_keys && %s::bigint[] AND birth_date = ANY(%s)"
)


def _array(keys: Iterable[int]) -> str:
    """As PostgreSQL reads an array: the driver would look for quotes in each of hundreds of numbers."""
    return "{" + ",".join(map(str, keys)) + "}"


def _rows(statement: str, *params: Any) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [Row(*found) for found in cursor.fetchall()]


Weighed = tuple[float, str]
"""What a word would add to the score of somebody who has it."""


def _heaviest(words: Iterable[Weighed]) -> list[Weighed]:
    return sorted(words, reverse=True)[:MOST_WORDS]


def _with_each(one: Weighed, others: list[Weighed]) -> Iterator[tuple[float, str, str]]:
    """A word paired with each of these, the nearest first: thousands of pairs, of which the first are asked for."""
    return ((one[0] + score, one[1], word) for score, word in others)


Word = tuple[str, float, bool, bool]
"""A word of the dictionary, how near it is, whether somebody has it as a last name, as a first name."""
Found = dict[str, tuple[float, bool, bool]]


def _near_words(
    last: TypedName, given: TypedName, marks: tuple[Marks, ...], *, beginnings: bool
) -> tuple[list[Word], list[Word]]:
    """The words of the dictionary near each typed name, in one statement."""
    typed = (last, given)
    parts = [
        part
        for place, name in enumerate(typed)
        if name
        for part in _ways(place, name, marks, beginnings=beginnings)
    ]
    found: tuple[Found, Found] = ({}, {})
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sql for sql, _ in parts), [each for _, ps in parts for each in ps])
        for place, heard, word, is_last, is_given in cursor.fetchall():
            known = found[place].get(word)
            if known is None or known[0] < heard:
                found[place][word] = (heard, is_last, is_given)
    return _by_letters(last, found[0]), _by_letters(given, found[1])


def _ways(
    place: int, typed: TypedName, marks: tuple[Marks, ...], *, beginnings: bool
) -> list[tuple[str, list[Any]]]:
    """A statement for each way to be near, so that no kind of likeness crowds out another, nor is computed row by row."""
    asked: list[tuple[str, list[Any]]] = [
        (
            _WORDS_WITH_MARKS,
            [place, each.heard, _array({mark for word in typed.words for mark in each.of(word)}), each.most],
        )
        for each in marks
    ]
    if beginnings and len(typed.glued) >= SHORTEST_BEGINNING:
        asked.append((_WORDS_BEGINNING_AS, [place, 0.0, f"{typed.glued}%", MOST_NEAR_WORDS]))
    return asked


def _by_letters(typed: TypedName, found: Found) -> list[Word]:
    """How near each word is: as it sounds, or as it is written. What is neither heard nor a few slips away is left."""
    letters = dict.fromkeys(found, 0.0)
    for mine in typed.words:
        few_slips = extract(
            mine, letters.keys(), scorer=OSA.distance, processor=None, score_cutoff=MOST_SLIPS, limit=None
        )
        for word in {each[0] for each in few_slips} | {word for word in letters if word.startswith(mine)}:
            letters[word] = max(letters[word], letters_alike(mine, word)[0])
        if mine in letters:
            letters[mine] = 1.0
    return [
        (word, max(heard, letters[word]), is_last, is_given)
        for word, (heard, is_last, is_given) in found.items()
        if heard or letters[word]
    ]


_WORDS_WITH_MARKS = """
    (SELECT %s, %s::float, word, is_last, is_given FROM patients_nameword WHERE marks && %s::bigint[] LIMIT %s)
"""
_WORDS_BEGINNING_AS = """
    (SELECT %s, %s::float, word, is_last, is_given FROM patients_nameword WHERE word LIKE %s LIMIT %s)
"""
