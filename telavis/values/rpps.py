"""RPPS: the permanent number of a French health professional, 11 digits of which the last is a Luhn key.

Source: Agence du numérique en santé, «Répertoire partagé des professionnels de santé». Worked example: 10100997245.
"""

import re
from typing import Self

from telavis.values.invalid import InvalidValue
from telavis.values.luhn import is_luhn_valid, luhn_key

_LENGTH = 11


class InvalidRPPS(InvalidValue):
    """The text is no RPPS number; its message tells the reader what to correct."""


class RPPS(str):
    """An RPPS number: eleven digits, compared and stored as text."""

    __slots__ = ()
    NATIONAL_ID_TYPE = "8"
    """What stands before it in a national identifier (IDNPS)."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a number typed by a person: spaces, dots and hyphens do not count, the key must be right."""
        number = cls.accept(text)
        if not number.has_valid_key:
            raise InvalidRPPS(
                "Ce numéro RPPS contient une erreur : sa clé ne correspond pas. Vérifiez chaque chiffre."
            )
        return number

    @classmethod
    def accept(cls, text: str) -> Self:
        """Take a number from Pro Santé Connect or an import: the shape only, since official test data have wrong keys."""
        digits = re.sub(r"[\s.\u2010-\u2015-]+", "", text)
        if not re.fullmatch(r"[0-9]+", digits):
            raise InvalidRPPS("Un numéro RPPS ne contient que des chiffres : il en faut 11.")
        if len(digits) != _LENGTH:
            raise InvalidRPPS(f"Un numéro RPPS a 11 chiffres ; celui-ci en a {len(digits)}.")
        return cls(digits)

    @classmethod
    def from_national_id(cls, text: str) -> Self:
        """The RPPS inside a national identifier (IDNPS): "810100997245" → "10100997245"."""
        if not text.startswith(cls.NATIONAL_ID_TYPE):
            raise InvalidRPPS(
                "Cet identifiant national n’est pas celui d’un numéro RPPS : il devrait commencer par 8."
            )
        return cls.accept(text.removeprefix(cls.NATIONAL_ID_TYPE))

    @classmethod
    def with_key(cls, body: str) -> Self:
        """The number whose ten first digits are these: "1010099724" → "10100997245"."""
        return cls.parse(body + luhn_key(body))

    @property
    def has_valid_key(self) -> bool:
        return is_luhn_valid(self)

    @property
    def national_id(self) -> str:
        """As the national directory and Pro Santé Connect write it: 8, then the RPPS."""
        return self.NATIONAL_ID_TYPE + self
