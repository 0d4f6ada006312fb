"""The traits of a person as a form, an import or a card gives them: checked here once, then trusted."""

import re
from dataclasses import dataclass
from datetime import date

from telavis.patients.models import IdentityVersion, NoNumberReason, Sex
from telavis.values.birth_dates import BirthDate, Known
from telavis.values.invalid import InvalidValue
from telavis.values.names import ins_form, nfc, normalise
from telavis.values.nir import NIR
from telavis.values.places import find_place

LONGEST_NAME = 100
_TEXTS = (
    *("birth_name", "given_names", "first_given_name"),
    *("used_name", "used_given_name", "birth_place_label"),
)
CENTURY_OF_A_SHORT_YEAR = 100


class InvalidTraits(InvalidValue):
    """These traits cannot be an identity; the message tells the reader what to correct."""


@dataclass(frozen=True, kw_only=True)
class Traits:
    """One person's identity. Names stay as typed; the number is that of the bills, which a child may share."""

    birth_name: str
    given_names: str
    sex: Sex
    birth_date: date
    birth_place_code: str
    birth_place_label: str
    first_given_name: str = ""
    """The first word of the list, unless it is said to have several: «Jean Pierre» of «Jean Pierre Marie»."""
    birth_date_known: Known = Known.WHOLE
    used_name: str = ""
    used_given_name: str = ""
    billing_nir: NIR | None = None
    no_number_reason: NoNumberReason | None = None

    def __post_init__(self) -> None:
        for name in _TEXTS:
            object.__setattr__(self, name, nfc(getattr(self, name)))
        ins_form(self.birth_name)
        ins_form(self.given_names, given=True)
        if self.used_name:
            ins_form(self.used_name)
        if self.used_given_name:
            ins_form(self.used_given_name, given=True)
        BirthDate(self.birth_date, self.birth_date_known)
        object.__setattr__(self, "first_given_name", first_of(self.given_names, self.first_given_name))
        if max(map(len, (self.birth_name, self.given_names, self.used_name))) > LONGEST_NAME:
            raise InvalidTraits(f"Un nom a {LONGEST_NAME} caractères au plus.")
        if self.billing_nir is None and self.no_number_reason is None:
            raise InvalidTraits("Saisissez le numéro de sécurité sociale, ou dites pourquoi il n’y en a pas.")


def first_of(given_names: str, first: str) -> str:
    """The beginning of the list that the first given name is, as the list writes it; hyphen, apostrophe, space are alike.

    («Jean-Pierre Marie», «jean pierre») → «Jean-Pierre» · («Jean-Pierre Marie», "") → «Jean-Pierre»
    """
    if not first:
        return given_names.split(" ")[0]
    words = normalise(first).split()
    if not words or normalise(given_names).split()[: len(words)] != words:
        raise InvalidTraits("Le premier prénom est le début de la liste des prénoms de naissance.")
    ends = [word.end() for word in re.finditer(r"(?:[^\W\d_]|[\u0300-\u036f])+", given_names)]
    return given_names[: ends[len(words) - 1]]


def traits_of(version: IdentityVersion) -> Traits:
    """The traits that a stored version holds."""
    return Traits(
        birth_name=version.birth_name,
        given_names=version.given_names,
        sex=Sex(version.sex),
        birth_date=version.birth_date,
        birth_place_code=version.birth_place_code,
        birth_place_label=version.birth_place_label,
        first_given_name=version.first_given_name,
        birth_date_known=Known(version.birth_date_known),
        used_name=version.used_name,
        used_given_name=version.used_given_name,
        billing_nir=NIR.parse(version.billing_nir) if version.billing_nir else None,
        no_number_reason=NoNumberReason(version.no_number_reason) if version.no_number_reason else None,
    )


def doubts(traits: Traits, *, known: Traits | None = None) -> list[str]:
    """What does not fit. Sentences to show: they warn, they never block, and not again of what was `known` so."""
    found = [*_doubts_of_place(traits), *_doubts_of_number(traits)]
    accepted = doubts(known) if known else []
    return [each for each in found if each not in accepted]


def _doubts_of_place(traits: Traits) -> list[str]:
    code = traits.birth_place_code
    return [f"Aucun lieu de naissance connu n’a le code INSEE {code}."] if not find_place(code) else []


def _doubts_of_number(traits: Traits) -> list[str]:
    """Between the number and the traits."""
    nir = traits.billing_nir
    if nir is None:
        return []
    found = []
    expected_sex = {"1": Sex.MALE, "2": Sex.FEMALE, "7": Sex.MALE, "8": Sex.FEMALE}.get(nir[0])
    if expected_sex and traits.sex != Sex.INDETERMINATE and traits.sex != expected_sex:
        found.append(f"Le numéro est celui d’une personne de sexe {expected_sex.label}.")
    if (
        traits.birth_date_known is not Known.ABOUT
        and int(nir[1:3]) != traits.birth_date.year % CENTURY_OF_A_SHORT_YEAR
    ):
        found.append(
            f"L’année du numéro finit par {nir[1:3]}, la date de naissance dit {traits.birth_date.year}."
        )
    month = int(nir[3:5])
    if (
        traits.birth_date_known in (Known.WHOLE, Known.NO_DAY)
        and 1 <= month <= 12
        and month != traits.birth_date.month
    ):
        found.append(f"Le numéro dit le mois {month:02d}, la date dit le mois {traits.birth_date.month:02d}.")
    return found
