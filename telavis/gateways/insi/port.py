"""What is asked of the INS service and what it may answer, whoever stands behind it."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol, Self

from telavis.values.birth_dates import BirthDate
from telavis.values.ins import MatriculeINS
from telavis.values.invalid import InvalidValue
from telavis.values.names import ins_form
from telavis.values.places import known_place


class InsServiceFault(Exception):
    """The service gave no answer that can be used; the sentence says so to a person, the cause to the log."""

    def __init__(self, sentence: str, *, cause: str) -> None:
        super().__init__(cause)
        self.sentence = sentence


class QuestionRefused(InvalidValue):
    """These traits may not be sent; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsQuestion:
    """Traits in the form of the service: capitals from A to Z, space, apostrophe and hyphen."""

    birth_name: str
    given_name: str
    sex: str
    birth_date: date
    birth_place_code: str = ""

    @classmethod
    def of(
        cls, *, birth_name: str, given_name: str, sex: str, birth_date: date, birth_place_code: str = ""
    ) -> Self:
        """The question about somebody; names are written in its form or refused, never repaired in silence."""
        if sex not in ("F", "M"):
            raise QuestionRefused("Le téléservice INSi ne connaît que les sexes féminin et masculin.")
        return cls(
            birth_name=ins_form(birth_name),
            given_name=ins_form(given_name, given=True),
            sex=sex,
            birth_date=birth_date,
            birth_place_code=known_place(birth_place_code),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One person: their INS, the ones they had, and the traits of the civil status."""

    ins: MatriculeINS
    birth_name: str
    given_names: str
    sex: str
    born: BirthDate
    birth_place_code: str
    former: tuple[MatriculeINS, ...] = ()


class Nobody:
    """Nobody has these traits."""


class Several:
    """More than one person has these traits: the service names none of them."""


Answer = Found | Nobody | Several


class InsService(Protocol):
    """A way to ask."""

    @property
    def is_simulated(self) -> bool:
        """A demonstration asks nobody."""

    def search(self, question: InsQuestion) -> Answer:
        """Ask about one person, or raise InsServiceFault. Never inside a transaction: it may take seconds."""
