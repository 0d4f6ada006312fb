"""The dictionary of names: each distinct word once, with the marks by which misspelt words and homophones find it.

A few hundred thousand words stand for millions of people, so that all that costs (sounds, slips) is done on words. Marks
are hashes: of how the word sounds, of the word less any one letter (two words one slip apart share one of those), and of
its first letters less any two.
"""

from collections.abc import Iterable
from itertools import combinations

from django.db import connection

from telavis.patients.models import NameWord
from telavis.patients.search_keys import key, words_of_names
from telavis.values.phonetics.codes import coarse_codes, fine_codes

MARKS_VERSION = 3
"""Raised when sounds or slips are marked otherwise: the dictionary is then renewed, and nobody's row."""
LONGEST_FOR_TWO_SLIPS = 7
SHORTEST_FOR_TWO_SLIPS = 5


def fine_marks(word: str) -> set[int]:
    """MARTIN, MARTAIN and MARTYN share theirs."""
    return {key(f"f{code}") for code in fine_codes(word)}


def coarse_marks(word: str) -> set[int]:
    """MARTIN and MARTON share theirs."""
    return {key(f"c{code}") for code in coarse_codes(word)}


def slip_marks(word: str) -> set[int]:
    """The word, and the word less each letter: MARTIN and MATRIN share MARIN and MATIN."""
    return {key(f"1{less}") for less in _less(word, 1)}


def two_slip_marks(word: str) -> set[int]:
    """The first seven letters less two, one or none; nothing for short words, where two slips make any other word."""
    if len(word) < SHORTEST_FOR_TWO_SLIPS:
        return set()
    start = word[:LONGEST_FOR_TWO_SLIPS]
    return {key(f"2{less}") for less in _less(start, 2)}


def marks_of(word: str) -> list[int]:
    return sorted(fine_marks(word) | coarse_marks(word) | slip_marks(word) | two_slip_marks(word))


def learn(people: Iterable[tuple[str, str]]) -> None:
    """Add the words of these normalised names, last and first, that are not known yet.

    In alphabetical order, so that two who learn the same words at once wait for each other and never both.
    """
    uses = uses_of_words(people)
    words = NameWord.objects.filter(word__in=uses).values_list("word", "is_last", "is_given")
    known = {word: (is_last, is_given) for word, is_last, is_given in words}
    new = [word for word in sorted(uses) if _adds(uses[word], known.get(word))]
    with connection.cursor() as cursor:
        for word in new:
            is_last, is_given = uses[word]
            cursor.execute(_LEARN, [word, is_last, is_given, marks_of(word), MARKS_VERSION])


def uses_of_words(people: Iterable[tuple[str, str]]) -> dict[str, tuple[bool, bool]]:
    """Each word of these names: whether it is of a last name, of a first name."""
    last_words: set[str] = set()
    given_words: set[str] = set()
    for last, given in people:
        last_words |= words_of_names(last)
        given_words |= words_of_names(given)
    return {word: (word in last_words, word in given_words) for word in last_words | given_words}


def _adds(use: tuple[bool, bool], known: tuple[bool, bool] | None) -> bool:
    return known is None or any(now and not before for now, before in zip(use, known, strict=True))


_LEARN = """
    INSERT INTO patients_nameword (word, is_last, is_given, marks, version) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (word) DO UPDATE SET
        is_last = patients_nameword.is_last OR excluded.is_last,
        is_given = patients_nameword.is_given OR excluded.is_given
"""


def _less(word: str, letters: int) -> Iterable[str]:
    """The word less so many letters or fewer, in every way."""
    for kept in range(max(len(word) - letters, 1), len(word) + 1):
        for places in combinations(word, kept):
            yield "".join(places)
