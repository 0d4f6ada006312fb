"""The INS datamatrix: the text that a qualified identity carries on paper, read from a scanner and written for a PDF.

Source: ANS, «Format du datamatrix INS», v2.2. `IS` `01` and 22 zeros, then fields, each an identifier of two characters and a
value: of a fixed length, or up to the separator GS (0x1D). Read one field after the other, never by looking for «S3».
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from telavis.values.birth_dates import BirthDate, Known
from telavis.values.ins import MatriculeINS
from telavis.values.invalid import InvalidValue
from telavis.values.names import ins_form
from telavis.values.places import known_place

GS = "\x1d"
HEADER = "IS01" + "0" * 22
_FIXED = {"S1": 15, "S5": 1, "S6": 10, "S7": 5}
_LONGEST = {"S2": 20, "S3": 100, "S4": 100}
_NEEDED = ("S1", "S2", "S3", "S4", "S5", "S6")
# What scanners type in the place of a character that no keyboard has.
_SEPARATORS = re.compile(r"<GS>|\{GS\}|\[GS\]|\(GS\)|\^\]|[\x1d\u241d\u2194|\t]", re.IGNORECASE)
# Keys of an American keyboard, as a French one types them: the scanner presses keys, not letters.
_AMERICAN = "1234567890-.'<>QWAZM"
_FRENCH = "&é\"'(-è_çà):ù./AZQW?"
_AS_AMERICAN = str.maketrans(_FRENCH, _AMERICAN) | str.maketrans("ÉÈÇÀÙ", "2790'")


class InvalidDatamatrix(InvalidValue):
    """The text is no INS datamatrix that can be used; the message tells the reader what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsDatamatrix:
    """What an INS datamatrix says of one person."""

    ins: MatriculeINS
    given_names: str
    birth_name: str
    sex: str
    born: BirthDate
    birth_place_code: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what a scanner or a photograph gave."""
        fields = _fields(_body(text))
        missing = [name for name in _NEEDED if not fields.get(name)]
        if missing:
            raise InvalidDatamatrix("Ce datamatrix est incomplet : scannez-le de nouveau en entier.")
        if fields["S5"] not in ("F", "M"):
            raise InvalidDatamatrix("Le sexe lu dans ce datamatrix n’est ni F ni M : scannez-le de nouveau.")
        ins_form(fields["S3"], given=True)
        ins_form(fields["S4"])
        return cls(
            ins=MatriculeINS.parse(fields["S1"], fields["S2"]),
            given_names=fields["S3"],
            birth_name=fields["S4"],
            sex=fields["S5"],
            born=BirthDate.parse(fields["S6"], today=None),
            birth_place_code=fields.get("S7", ""),
        )

    @property
    def text(self) -> str:
        """As the symbol carries it: names in the form of the national service, the date completed."""
        day = self.born.day
        return HEADER + "".join(
            (
                _written("S1", self.ins.number),
                _written("S2", self.ins.oid),
                _written("S3", ins_form(self.given_names, given=True)),
                _written("S4", ins_form(self.birth_name)),
                _written("S5", self.sex),
                _written("S6", f"{day:%d-%m-}{day.year:04d}"),
                _written("S7", self.birth_place_code) if self.birth_place_code else "",
            )
        )


def _written(name: str, value: str) -> str:
    is_open = name in _LONGEST and len(value) < _LONGEST[name]
    return f"{name}{value}{GS if is_open else ''}"


def _body(text: str) -> str:
    """What follows the header, with true separators, whatever keyboard the scanner believed in."""
    typed = text.strip(" \r\n").removeprefix("\ufeff")
    if re.match("IS[àÀ]", typed, re.IGNORECASE):
        typed = typed.upper().translate(_AS_AMERICAN)
    plain = _SEPARATORS.sub(GS, typed).upper()
    if not plain.startswith("IS"):
        raise InvalidDatamatrix(
            "Ceci n’est pas un datamatrix INS : cherchez le carré légendé « INS à scanner »."
        )
    if not plain.startswith(HEADER):
        raise InvalidDatamatrix(
            "Le début de ce datamatrix n’est pas lisible, ou sa version n’est pas connue."
        )
    return plain.removeprefix(HEADER)


def _fields(body: str) -> dict[str, str]:
    """One field after the other, in whatever order they come."""
    found: dict[str, str] = {}
    rest = body
    while rest:
        name = rest[:2]
        if name not in _FIXED and name not in _LONGEST:
            raise InvalidDatamatrix("Ce datamatrix contient un champ inconnu : scannez-le de nouveau.")
        if name in found:
            raise InvalidDatamatrix("Ce datamatrix dit deux fois la même chose : scannez-le de nouveau.")
        length = _FIXED.get(name) or _open_length(name, rest[2:])
        value = rest[2 : 2 + length]
        if GS in value or len(value) < length:
            raise InvalidDatamatrix("Ce datamatrix est coupé : scannez-le de nouveau en entier.")
        found[name] = value.strip()
        rest = rest[2 + length :].removeprefix(GS)
    return found


def _open_length(name: str, rest: str) -> int:
    """Up to the separator. A scanner that swallows it leaves the next identifier: no name and no OID has «S» and a digit."""
    end = re.search(r"\x1d|S[1-7]|$", rest)
    length = end.start() if end else len(rest)
    if length > _LONGEST[name]:
        raise InvalidDatamatrix("Un champ de ce datamatrix est trop long : scannez-le de nouveau.")
    return length


def datamatrix_of(
    ins: MatriculeINS, *, given_names: str, birth_name: str, sex: str, day: date, birth_place_code: str
) -> InsDatamatrix:
    """The symbol of somebody who is known; a place that nobody knows is left out."""
    return InsDatamatrix(
        ins=ins,
        given_names=given_names,
        birth_name=birth_name,
        sex=sex,
        born=BirthDate(day, Known.WHOLE),
        birth_place_code=known_place(birth_place_code),
    )
