"""A postal address in one line, as people write it: «12 rue de la Halle, 33390 Blaye»."""

import re
from dataclasses import dataclass
from typing import Self

from telavis.values.invalid import InvalidValue

_SHAPE = re.compile(r"(?P<line>.*?\w.*?)[\s,;]+(?P<postcode>[0-9]{5})[\s,;]+(?P<town>[^\W\d_].*)")
LONGEST_LINE, LONGEST_TOWN = 200, 100


class InvalidAddress(InvalidValue):
    """The text is no address; its message tells the reader what to correct."""


@dataclass(frozen=True)
class PostalAddress:
    """Street, postcode and town."""

    line: str
    postcode: str
    town: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a street, then five digits, then a town.

        >>> PostalAddress.parse("12 rue de la Halle 33390 BLAYE")
        PostalAddress(line='12 rue de la Halle', postcode='33390', town='BLAYE')
        """
        found = _SHAPE.fullmatch(" ".join(text.split()))
        if found is None:
            raise InvalidAddress(
                "Écrivez la rue, le code postal et la commune, comme : 12 rue de la Halle, 33390 Blaye."
            )
        address = cls(found["line"].strip(" ,;"), found["postcode"], found["town"].strip(" ,;"))
        if len(address.line) > LONGEST_LINE or len(address.town) > LONGEST_TOWN:
            raise InvalidAddress(
                "Cette adresse est trop longue : gardez la rue, le code postal et la commune."
            )
        return address
