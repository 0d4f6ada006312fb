"""Telephone numbers: read as people in France and overseas write them, kept in E.164, shown in pairs of digits.

Metadata: Google's libphonenumber, through `phonenumberslite`.
"""

import re
from typing import Self

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from telavis.values.french import NO_BREAK
from telavis.values.invalid import InvalidValue

# A number typed without its prefix is looked for at home first, then in the departments that dial 0 in the same plan:
# La Réunion and Mayotte, Guadeloupe (with Saint-Martin and Saint-Barthélemy), Martinique, Guyane.
_REGIONS = ("FR", "RE", "YT", "GP", "MQ", "GF")
_FRENCH_PREFIXES = frozenset({33, 262, 590, 594, 596})
# Two overseas ranges that the metadata also accept at home.
_OVERSEAS = ((re.compile(r"0(26[239]\d{6})"), "+262"), (re.compile(r"0508(\d{6})"), "+508"))
# Mobile numbers that Arcep keeps for fiction (décision 2018-0881): demonstrations and tests disturb nobody with them.
_FICTIONAL_MOBILE = re.compile(r"\+3363998\d{4}")
_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


class InvalidPhone(InvalidValue):
    """The text is no telephone number; its message tells the reader what to correct."""


class Phone(str):
    """A telephone number in E.164, such as `+33612345678`; compared and stored as text."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read «06 12 34 56 78», «0692 12 34 56» (La Réunion) or «+32 470 12 34 56».

        >>> Phone.parse("06.39.98.12.34")
        '+33639981234'
        """
        written = _with_overseas_prefix(text)
        for region in _REGIONS:
            try:
                number = phonenumbers.parse(written, region)
            except NumberParseException:
                continue
            e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
            if phonenumbers.is_valid_number(number) or _FICTIONAL_MOBILE.fullmatch(e164):
                return cls(e164)
        raise InvalidPhone(
            "Ce numéro de téléphone n’existe pas ; écrivez ses 10 chiffres, comme 05 56 00 00 00, "
            "ou commencez par + et l’indicatif du pays."
        )

    @property
    def display(self) -> str:
        """As it is dialled in France, «06 39 98 12 34»; with its prefix when it is foreign. A line never cuts it."""
        number = phonenumbers.parse(self)
        at_home = number.country_code in _FRENCH_PREFIXES
        style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
        return phonenumbers.format_number(number, style).replace(" ", NO_BREAK)

    @property
    def is_mobile(self) -> bool:
        """It may receive an SMS."""
        is_fictional = _FICTIONAL_MOBILE.fullmatch(self) is not None
        return is_fictional or phonenumbers.number_type(phonenumbers.parse(self)) in _MOBILE

    @property
    def masked(self) -> str:
        """Enough for its owner to know it, and no more: «•• •• •• •• 34»."""
        hidden = NO_BREAK.join(["••"] * 4)
        return f"{hidden}{NO_BREAK}{self[-2:]}"


def _with_overseas_prefix(text: str) -> str:
    digits = re.sub(r"[\s.()-]", "", text)
    for shape, prefix in _OVERSEAS:
        found = shape.fullmatch(digits)
        if found:
            return prefix + found[1]
    return text
