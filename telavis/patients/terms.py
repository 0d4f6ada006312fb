"""What a requester looks for: a name, a first name, a birth date, a number. Nobody may browse."""

from dataclasses import dataclass
from datetime import date

from telavis.values.invalid import InvalidValue
from telavis.values.names import nfc, normalise
from telavis.values.nir import NIR

SHORTEST_NAME = 2


class SearchTooVague(InvalidValue):
    """These words would list people rather than find one."""


@dataclass(frozen=True, kw_only=True)
class SearchTerms:
    last: str = ""
    given: str = ""
    birth_date: date | None = None
    number: NIR | None = None
    approximate: bool = True
    phonetic: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "last", nfc(self.last))
        object.__setattr__(self, "given", nfc(self.given))
        letters = normalise(self.last).replace(" ", "")
        named = bool(letters or normalise(self.given))
        if not (self.number or len(letters) >= SHORTEST_NAME or (self.birth_date and named)):
            raise SearchTooVague(
                "Saisissez un nom d’au moins deux lettres, ou la date de naissance avec un nom ou un prénom."
            )

    @property
    def has_a_name(self) -> bool:
        return bool(normalise(self.last) or normalise(self.given))

    @property
    def is_forgiving(self) -> bool:
        return self.approximate or self.phonetic

    @property
    def criteria(self) -> list[str]:
        """The kinds of what was typed, for the trace, which never keeps the words."""
        typed = {"last": self.last, "given": self.given, "birth_date": self.birth_date, "number": self.number}
        return [kind for kind, value in typed.items() if value]
