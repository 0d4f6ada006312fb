"""References of requests, such as «TE-26-K7M4-9Q»: what a person reads out on the telephone and a mail may carry.

TE, two digits of the year, five characters drawn at random, one check character. The alphabet has no 0, O, 1, I or L.
It counts 31 signs, a prime number: a weighted sum modulo 31 (the idea of ISO 7064 and of ISBN-10) then catches *every*
wrong character and *every* exchange of two neighbours.

>>> Reference.parse("te 26 k7m49q")
'TE-26-K7M4-9Q'
"""

import re
import secrets
from random import Random
from typing import Self

from telavis.values.invalid import InvalidValue

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_RANK = {sign: rank for rank, sign in enumerate(ALPHABET)}
# In the year's place only: ranks that go on from the alphabet's, backwards (2 → 0, 1 → -1, 0 → -2).
_YEAR_RANK = {str(digit): digit - 2 for digit in range(10)}
_RANDOM_LENGTH = 5
# Any constant does; this one makes the example of our documents, TE-26-K7M4-9Q, a right reference.
_REMAINDER = 20
_SHAPE = re.compile(rf"(?:TE)?([0-9]{{2}})([{ALPHABET}]{{{_RANDOM_LENGTH + 1}}})")


class InvalidReference(InvalidValue):
    """The text is no reference; its message tells the reader what to correct."""


class Reference(str):
    """A reference in its canonical form, `TE-26-K7M4-9Q`; it compares and is stored as text."""

    __slots__ = ()

    @classmethod
    def new(cls, year: int) -> Self:
        """A random reference; 28 million exist a year, so the caller tries again when one is taken."""
        return cls.drawn_by(secrets.SystemRandom(), year)

    @classmethod
    def drawn_by(cls, random: Random, year: int) -> Self:
        """The same, from a source of chance of the caller's: a demonstration draws the same ones each time."""
        body = "".join(random.choice(ALPHABET) for _ in range(_RANDOM_LENGTH))
        return cls._write(f"{year % 100:02d}", body + _check_character(f"{year % 100:02d}", body))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what a person typed: any case, any or no spaces and hyphens, with or without TE."""
        found = _SHAPE.fullmatch(re.sub(r"[\s\u2010-\u2015._/-]+", "", text.upper()))
        if found is None:
            raise InvalidReference(
                "Cette référence n’est pas complète ou contient un caractère qui n’existe pas ; "
                "elle s’écrit comme TE-26-K7M4-9Q."
            )
        year, body = found.groups()
        if body[-1] != _check_character(year, body[:-1]):
            raise InvalidReference(
                "Cette référence contient une erreur de frappe ; vérifiez chaque caractère et leur ordre."
            )
        return cls._write(year, body)

    @classmethod
    def _write(cls, year: str, body: str) -> Self:
        return cls(f"TE-{year}-{body[:4]}-{body[4:]}")


def _check_character(year: str, body: str) -> str:
    ranks = [_YEAR_RANK[digit] for digit in year] + [_RANK[sign] for sign in body]
    # The check character has weight 1, its left neighbour 2, and so on: no two neighbours weigh the same.
    weighted = sum(weight * rank for weight, rank in zip(range(len(ranks) + 1, 1, -1), ranks, strict=True))
    return ALPHABET[(_REMAINDER - weighted) % len(ALPHABET)]
