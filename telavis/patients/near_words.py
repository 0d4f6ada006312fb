"""The words of the dictionary of names near those that were typed: heard alike, a few slips away, beginning so."""

from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from telavis.patients.dictionary import coarse_marks, fine_marks, slip_marks, two_slip_marks
from telavis.patients.likeness import PERHAPS_SAME_SOUND, SAME_SOUND, TypedName, letters_alike

MOST_NEAR_WORDS, MOST_FAR_WORDS = 300, 600
SHORTEST_BEGINNING = 4
SHORTEST_GIVEN_FOR_TWO_SLIPS = 6
MOST_SLIPS = 2


class Marks(NamedTuple):
    """One way for words to be near: what those heard alike are worth by that alone, their marks, how many are read."""

    heard: float
    of: Callable[[str], set[int]]
    most: int
    is_far: bool = False
    """Of the whole name alone, and of no short first name: two slips make thousands of other words of a part of it."""


NEAR_MARKS = (
    Marks(SAME_SOUND, fine_marks, MOST_NEAR_WORDS),
    Marks(0.0, slip_marks, MOST_NEAR_WORDS),
    Marks(PERHAPS_SAME_SOUND, coarse_marks, MOST_FAR_WORDS),
)
MARKS = (*NEAR_MARKS, Marks(0.0, two_slip_marks, MOST_FAR_WORDS, is_far=True))

Word = tuple[str, float, bool, bool]
"""A word of the dictionary, how near it is, whether somebody has it as a last name, as a first name."""


class Found:
    """The words of the dictionary that may be near a typed name."""

    def __init__(self) -> None:
        self.heard: dict[str, float] = {}
        self.last: set[str] = set()
        self.given: set[str] = set()

    def add(self, words: list[str], heard: float, *, is_last: bool, is_given: bool) -> None:
        self.heard.update(dict.fromkeys(words, heard))
        if is_last:
            self.last.update(words)
        if is_given:
            self.given.update(words)


def near_words(
    last: TypedName, given: TypedName, marks: tuple[Marks, ...], *, beginnings: bool
) -> tuple[list[Word], list[Word]]:
    """The words of the dictionary near each typed name, in one statement."""
    parts = [
        part
        for place, name in enumerate((last, given))
        if name
        for part in _ways(place, name, marks, beginnings=beginnings)
    ]
    found = Found(), Found()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sql for sql, _ in parts), [each for _, ps in parts for each in ps])
        rows = sorted(cursor.fetchall(), key=itemgetter(1))  # what a word is worth at most is added last
    for place, heard, is_last, is_given, words in rows:
        found[place].add(words.split(" "), heard, is_last=is_last, is_given=is_given)
    return _by_letters(last, found[0]), _by_letters(given, found[1])


def _ways(
    place: int, typed: TypedName, marks: tuple[Marks, ...], *, beginnings: bool
) -> list[tuple[str, list[Any]]]:
    """A statement for each way to be near, so that no kind of likeness crowds out another, nor is computed row by row."""
    asked: list[tuple[str, list[Any]]] = []
    for way in marks:
        words = _far(typed, is_given=bool(place)) if way.is_far else typed.words
        if found := {mark for word in words for mark in way.of(word)}:
            asked.append((_WORDS_WITH_MARKS, [place, way.heard, array(found), way.most]))
    if beginnings and len(typed.glued) >= SHORTEST_BEGINNING:
        asked.append((_WORDS_BEGINNING_AS, [place, 0.0, f"{typed.glued}%", MOST_NEAR_WORDS]))
    return asked


def _far(typed: TypedName, *, is_given: bool) -> list[str]:
    return [] if is_given and len(typed.glued) < SHORTEST_GIVEN_FOR_TWO_SLIPS else [typed.glued]


def _by_letters(typed: TypedName, found: Found) -> list[Word]:
    """How near each word is: as it sounds, or as it is written. What is neither heard nor a few slips away is left."""
    letters = dict.fromkeys(found.heard, 0.0)
    for mine in typed.words:
        few_slips = extract(
            mine, letters.keys(), scorer=OSA.distance, processor=None, score_cutoff=MOST_SLIPS, limit=None
        )
        for word in {each[0] for each in few_slips} | {word for word in letters if word.startswith(mine)}:
            letters[word] = max(letters[word], letters_alike(mine, word)[0])
        if mine in letters:
            letters[mine] = 1.0
    return [
        (word, max(heard, letters[word]), word in found.last, word in found.given)
        for word, heard in found.heard.items()
        if heard or letters[word]
    ]


_NEAR_WORDS = """
    (SELECT %s, %s::float, is_last, is_given, string_agg(word, ' ') FROM (
        SELECT word, is_last, is_given FROM patients_nameword WHERE {condition} LIMIT %s
    ) AS near GROUP BY is_last, is_given)
"""
"""In a few long rows: to read thousands of short ones would take the program longer than to weigh the words."""
_WORDS_WITH_MARKS = _NEAR_WORDS.format(condition="marks && %s::bigint[]")
_WORDS_BEGINNING_AS = _NEAR_WORDS.format(condition="word LIKE %s")


def array(keys: Iterable[int]) -> str:
    """As PostgreSQL reads an array: the driver would look for quotes in each of hundreds of numbers."""
    return "{" + ",".join(map(str, keys)) + "}"
