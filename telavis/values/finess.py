"""FINESS: the number of a French health establishment, nine characters that begin with its department.

The last digit is a Luhn key over the nine (checked on 330781196, 750712184 and 330000662). The rule for Corsican
numbers (2A…, 2B…) is not published: their key is not checked.
"""

import re
from typing import Self

from telavis.values.invalid import InvalidValue
from telavis.values.luhn import is_luhn_valid, luhn_key

_SHAPE = re.compile(r"[0-9]{9}|2[AB][0-9]{7}")


class InvalidFiness(InvalidValue):
    """The text is no FINESS number; its message tells the reader what to correct."""


class Finess(str):
    """A FINESS number, of a legal entity or of a site; compared and stored as text."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a number typed by a person: spaces, dots and hyphens do not count.

        >>> Finess.parse("33 078 119 6")
        '330781196'
        """
        number = cls.accept(text)
        if number.isdigit() and not is_luhn_valid(number):
            raise InvalidFiness(
                "Ce numéro FINESS contient une erreur : sa clé ne correspond pas. Vérifiez chaque chiffre."
            )
        return number

    @classmethod
    def accept(cls, text: str) -> Self:
        """Take a number from the register: the shape only."""
        characters = re.sub(r"[\s.\u2010-\u2015-]+", "", text).upper()
        if len(characters) != 9:
            raise InvalidFiness(f"Un numéro FINESS a 9 caractères ; celui-ci en a {len(characters)}.")
        if not _SHAPE.fullmatch(characters):
            raise InvalidFiness(
                "Un numéro FINESS ne contient que des chiffres (ou 2A, 2B au début pour la Corse)."
            )
        return cls(characters)

    @classmethod
    def with_key(cls, body: str) -> Self:
        """The number whose eight first digits are these: "33078119" → "330781196"."""
        return cls.parse(body + luhn_key(body))

    @property
    def department(self) -> str:
        """Two characters: "33", "2A"; overseas all share "97" or "98"."""
        return self[:2]
