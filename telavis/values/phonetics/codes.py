"""The codes of a word: fine ones, with its vowels, and coarse ones, with its first sound and its consonants.

A word has several of each, since an ending may be mute or sounded and some letters are said in two ways. Two words sound
alike when they share a fine code, and may sound alike when they share a coarse one.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product
from string import ascii_uppercase

from telavis.values.phonetics.rules import RULES

Scanner = tuple[Callable[[str, int], re.Match[str] | None], list[tuple[str, ...]]]


def _scanner(letter: str) -> Scanner:
    rules = [rule for rule in RULES if letter in rule.begins]
    return re.compile("|".join(f"({rule.spelling})" for rule in rules)).match, [rule.sounds for rule in rules]


_SCANNERS = {letter: _scanner(letter) for letter in ascii_uppercase}
"""By the letter that stands there: of seventy rules, the few that begin so are tried."""
_NO_LETTER: Scanner = (lambda word, place: None, [])
_REPEATED = re.compile(r"(.)\1+")
_CONSONANTS = str.maketrans({"z": "s", "1": "n", "2": "n", "3": "n", **dict.fromkeys("aeiouw4", "")})
_SOUND_OF_A_VOWEL = frozenset("aeiouw4123")
MOST_CODES = 8
"""A word with more ways to be said keeps the first ones."""
_MOST_WORDS = 10_000
"""Names are few and often the same: a process says each once. Words alone are kept, of nobody in particular.

No more of them: each search meets some ten new ones whatever is kept, and all are looked through for garbage now and then.
"""


@lru_cache(maxsize=_MOST_WORDS)
def fine_codes(word: str) -> frozenset[str]:
    """All that is heard, but the mute, open and closed e inside: DUPONT → dup3, dup3t · ROGER → roj, rojr.

    >>> sorted(fine_codes("DUPONT") & fine_codes("DUPOND"))
    ['dup3']
    >>> sorted(fine_codes("MOREAU") & fine_codes("MORO"))
    ['moro']
    >>> sorted(fine_codes("MARTIN") & fine_codes("MARTON"))
    []
    """
    heard = set()
    for way in _first(list(_sounds(word))):
        said = _REPEATED.sub(r"\1", "".join(way))
        heard.add(_REPEATED.sub(r"\1", said[:1] + said[1:].replace("e", "")))
    return frozenset(heard - {""})


@lru_cache(maxsize=_MOST_WORDS)
def coarse_codes(word: str) -> frozenset[str]:
    """The consonants, a nasal vowel being an n, after a mark for a first vowel: MARTIN and MARTON → mrtn, ÉMILE → Aml.

    >>> sorted(coarse_codes("GAUTHIER") & coarse_codes("GOTIE"))
    ['gt']
    >>> sorted(coarse_codes("GAUTHIER") & coarse_codes("VAUTIER"))
    []
    """
    return frozenset(map(_coarse, fine_codes(word)))


def _sounds(word: str) -> Iterator[tuple[str, ...]]:
    """What may be heard of each spelling in turn; a sign that is no letter is not heard."""
    place = 0
    while place < len(word):
        matches, sounds = _SCANNERS.get(word[place], _NO_LETTER)
        found = matches(word, place)
        if found and found.lastindex:
            yield sounds[found.lastindex - 1]
            place = found.end()
        else:
            place += 1


def _coarse(fine: str) -> str:
    first = "A" if fine[0] in _SOUND_OF_A_VOWEL else ""
    return first + _REPEATED.sub(r"\1", fine.translate(_CONSONANTS))


def _first(ways: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Every way to say the word, as long as they are few; then only what comes first in each rule."""
    count = 1
    for place, sounds in enumerate(ways):
        count *= len(sounds)
        if count > MOST_CODES:
            count //= len(sounds)
            ways[place] = sounds[:1]
    return list(product(*ways))
