"""The national health identity (INS): a number like a social security number, under the OID that says whose it is.

Sources: FR Core 2.2.0 (OIDs); RNIV 2.0. It is the patient's own, whereas the number used for billing may be a parent's.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from telavis.values.invalid import InvalidValue
from telavis.values.nir import NIR, InvalidNIR


class InvalidINS(InvalidValue):
    """The number or its OID is no national health identity; the message tells the reader what to correct."""


class InsOid(StrEnum):
    """The roots under which a number may stand; a fictitious number never stands under NIR or NIA."""

    NIR = "1.2.250.1.213.1.4.8"
    NIA = "1.2.250.1.213.1.4.9"
    TEST = "1.2.250.1.213.1.4.10"
    DEMO = "1.2.250.1.213.1.4.11"


@dataclass(frozen=True, slots=True)
class MatriculeINS:
    """A number under its OID: the pair is unique to one person, the number alone is not."""

    number: NIR
    oid: InsOid

    @classmethod
    def parse(cls, number: str, oid: str) -> Self:
        """Read the fifteen characters and the OID as a card, a datamatrix or the INS service gives them."""
        try:
            return cls(NIR.parse(number), InsOid(oid.strip().removeprefix("urn:oid:")))
        except InvalidNIR as refusal:
            raise InvalidINS(str(refusal).replace("numéro de sécurité sociale", "matricule INS")) from refusal
        except ValueError as refusal:
            raise InvalidINS("Cet OID n’est pas celui d’un matricule INS.") from refusal

    @property
    def is_fictitious(self) -> bool:
        """It belongs to nobody: a number for tests or demonstrations."""
        return self.oid in {InsOid.TEST, InsOid.DEMO}

    def __str__(self) -> str:
        return self.number
