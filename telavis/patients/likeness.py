"""How near a stored name is to the one that was typed, from 0 to 1, and by what: letters, sound, a part of it."""

from collections.abc import Iterator
from enum import IntEnum
from functools import cached_property
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from telavis.values.names import glued, tokens
from telavis.values.phonetics.codes import coarse_codes, fine_codes


class How(IntEnum):
    """From the surest to the least sure."""

    SAME = 0
    PART = 1
    SOUND = 2
    SLIP = 3
    NEAR = 4
    OTHER = 5


class Likeness(NamedTuple):
    similarity: float
    how: How
    reads_alike: bool = False
    """A slip of the hand explains it, whatever is nearer still."""
    sounds_alike: bool = False


NOT_TYPED = Likeness(1, How.SAME)
SAME = Likeness(1, How.SAME)

SAME_SOUND, PERHAPS_SAME_SOUND = 0.93, 0.78
PART = 0.93
"""What remains when only a part of a compound name was typed, or more than the name."""
SLIPS = {1: (4, 0.85, 0.92), 2: (5, 0.60, 0.82), 3: (7, 0.45, 0.68)}
"""By the number of slips: up to which length a word is short, the similarity of a short word, of a longer one."""
BEGINNING, FOR_EACH_SHARE = 0.72, 0.25
SHORTEST_BEGINNING = 3
UNLIKE = 0.15
"""What is taken from the likeness of letters that nothing else explains."""


class TypedName:
    """A name as it was typed, and all that is compared of it."""

    def __init__(self, name: str) -> None:
        self.glued = glued(name)
        self.parts = sorted(tokens(name) - {self.glued})
        self._compared: dict[str, Likeness] = {}
        self._compared_words: dict[tuple[str, str], Likeness] = {}

    def __bool__(self) -> bool:
        return bool(self.glued)

    @cached_property
    def words(self) -> list[str]:
        return [self.glued, *self.parts]

    def compare(self, stored: str) -> Likeness:
        """With one stored name, normalised: «LE GALL»; once, whoever has it."""
        if stored not in self._compared:
            self._compared[stored] = self._compare(stored)
        return self._compared[stored]

    def _compare(self, stored: str) -> Likeness:
        """The whole with the whole, then part with part."""
        whole = stored.replace(" ", "")
        best = self._compare_words(self.glued, whole)
        if best.how is How.SAME or not (self.parts or " " in stored):
            return best
        pairs = self._pairs_of_parts(whole, tokens(stored) - {whole})
        found = (self._compare_words(mine, theirs) for mine, theirs in pairs)
        part = max(found, key=lambda each: each.similarity, default=best)
        if part.similarity * PART <= best.similarity:
            return best
        how = How.PART if part.how is How.SAME else part.how
        return part._replace(similarity=part.similarity * PART, how=how)

    def _compare_words(self, mine: str, theirs: str) -> Likeness:
        """Once: thousands of first names have «Marie» for a part."""
        known = self._compared_words.get((mine, theirs))
        if known is None:
            known = self._compared_words[mine, theirs] = compare_words(mine, theirs)
        return known

    def _pairs_of_parts(self, whole: str, parts: set[str]) -> Iterator[tuple[str, str]]:
        """A part of one with the whole of the other, and part with part."""
        yield from ((self.glued, part) for part in parts)
        yield from ((mine, whole) for mine in self.parts)
        yield from product(self.parts, parts)


def compare_words(typed: str, stored: str) -> Likeness:
    """Two words: («MARTIN», «MARTIN») 1 · («MARTIN», «MARTAIN») 0.93, same sound · («MARTIN», «MATRIN») 0.92, one slip."""
    if typed == stored:
        return SAME
    letters = compare_letters(typed, stored)
    if fine_codes(typed) & fine_codes(stored):
        heard = SAME_SOUND
    elif coarse_codes(typed) & coarse_codes(stored):
        heard = PERHAPS_SAME_SOUND
    else:
        return letters
    if letters.similarity > heard:
        return letters._replace(sounds_alike=True)
    return Likeness(heard, How.SOUND, reads_alike=letters.reads_alike, sounds_alike=True)


def compare_letters(typed: str, stored: str) -> Likeness:
    """Letters swapped, lost, added or replaced; the end not typed; or what letters they have in common."""
    return Likeness(*letters_alike(typed, stored))


def letters_alike(typed: str, stored: str) -> tuple[float, How, bool]:
    """The same in its plain parts, since a search compares hundreds of words: similarity, how, whether it reads alike."""
    best = (JaroWinkler.similarity(typed, stored) - UNLIKE, How.OTHER, False)
    slips = OSA.distance(typed, stored, score_cutoff=max(SLIPS))
    if slips in SLIPS:
        most, if_short, if_long = SLIPS[slips]
        similarity = if_short if min(len(typed), len(stored)) <= most else if_long
        if similarity > best[0]:
            best = (similarity, How.SLIP if slips == 1 else How.NEAR, True)
    if len(typed) >= SHORTEST_BEGINNING and stored.startswith(typed):
        similarity = BEGINNING + FOR_EACH_SHARE * len(typed) / len(stored)
        if similarity > best[0]:
            best = (similarity, How.NEAR, True)
    return best
