"""NIR: the French social security number, thirteen characters and a key of two digits.

`s aa mm dd ccc nnn kk`: sex, year, month, department, commune or country, order, key. The key is 97 less the rest of
the number divided by 97; Corsica's 2A counts as 19 and 2B as 18 (décret 82-103; SEL-MP-043 §3). Months from 20 and
unusual departments are real (unknown civil status, former territories): only the shape and the key are judged here.
"""

import re
from typing import Self

from telavis.values.french import NO_BREAK
from telavis.values.invalid import InvalidValue

_SHAPE = re.compile(r"[1-478][0-9]{4}(?:[0-9]{2}|2[AB])[0-9]{6}")
_BODY_LENGTH = 13
_GROUPS = (1, 2, 2, 2, 3, 3, 2)


class InvalidNIR(InvalidValue):
    """The text is no social security number; its message tells the reader what to correct."""


class NIR(str):
    """A social security number with its key: fifteen characters, compared and stored as text."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a number typed by a person: spaces, dots and hyphens do not count, `2a` is `2A`.

        >>> NIR.parse("2 97 02 2a 020 778 78")
        '297022A02077878'
        """
        characters = re.sub(r"[\s.\u2010-\u2015-]+", "", text).upper()
        body, key = characters[:_BODY_LENGTH], characters[_BODY_LENGTH:]
        if len(characters) == _BODY_LENGTH:
            raise InvalidNIR(
                "Il manque la clé, les deux derniers chiffres : le numéro complet a 15 caractères."
            )
        if len(characters) != _BODY_LENGTH + 2:
            raise InvalidNIR(
                f"Un numéro de sécurité sociale a 15 caractères avec sa clé ; celui-ci en a {len(characters)}."
            )
        if not _SHAPE.fullmatch(body) or not re.fullmatch("[0-9]{2}", key):
            raise InvalidNIR(
                "Un numéro de sécurité sociale commence par 1 ou 2 (parfois 3, 4, 7 ou 8) et ne contient que des chiffres, "
                "sauf 2A ou 2B pour la Corse."
            )
        if key != computed_key(body):
            raise InvalidNIR(
                "Ce numéro de sécurité sociale contient une erreur : sa clé ne correspond pas. Vérifiez chaque chiffre."
            )
        return cls(characters)

    @classmethod
    def with_key(cls, body: str) -> Self:
        """The number whose thirteen first characters are these, with its key computed."""
        return cls.parse(body + computed_key(body))

    @property
    def body(self) -> str:
        """The thirteen characters before the key."""
        return self[:_BODY_LENGTH]

    @property
    def key(self) -> str:
        return self[_BODY_LENGTH:]

    @property
    def spaced(self) -> str:
        """For reading: "2 97 02 2A 020 778 78", with no-break spaces so that a line never cuts it."""
        groups, place = [], 0
        for length in _GROUPS:
            groups.append(self[place : place + length])
            place += length
        return NO_BREAK.join(groups)


def computed_key(body: str) -> str:
    """The two digits that follow these thirteen characters: "297022A020778" → "78"."""
    number = int(body.replace("2A", "19").replace("2B", "18"))
    return f"{97 - number % 97:02d}"
