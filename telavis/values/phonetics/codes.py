"""The codes of a word: fine ones, with its vowels, and coarse ones, with its first sound and its consonants.

A word has several of each, since an ending may be mute or sounded and some letters are said in two ways. Two words sound
alike when they share a fine code, and may sound alike when they share a coarse one.
"""

import re
from functools import lru_cache
from itertools import product

from telavis.values.phonetics.rules import RULES

_SCANNER = re.compile("|".join(f"({rule.spelling})" for rule in RULES))
_SOUNDS = (("",), *(rule.sounds for rule in RULES))
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
    ways = [_SOUNDS[found.lastindex or 0] for found in _SCANNER.finditer(word)]
    heard = set()
    for way in _first(ways):
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
