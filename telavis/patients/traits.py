"""The traits of a person as a form, an import or a card gives them: checked here once, then trusted."""

from dataclasses import dataclass
from datetime import date

from telavis.patients.models import IdentityVersion, NoNumberReason, Sex
from telavis.values.invalid import InvalidValue
from telavis.values.names import ins_form, nfc
from telavis.values.nir import NIR

LONGEST_NAME = 100
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
    used_name: str = ""
    used_given_name: str = ""
    billing_nir: NIR | None = None
    no_number_reason: NoNumberReason | None = None

    def __post_init__(self) -> None:
        for name in ("birth_name", "given_names", "used_name", "used_given_name", "birth_place_label"):
            object.__setattr__(self, name, nfc(getattr(self, name)))
        ins_form(self.birth_name)
        ins_form(self.given_names, given=True)
        if self.used_name:
            ins_form(self.used_name)
        if self.used_given_name:
            ins_form(self.used_given_name, given=True)
        if max(map(len, (self.birth_name, self.given_names, self.used_name))) > LONGEST_NAME:
            raise InvalidTraits(f"Un nom a {LONGEST_NAME} caractères au plus.")
        if self.billing_nir is None and self.no_number_reason is None:
            raise InvalidTraits("Saisissez le numéro de sécurité sociale, ou dites pourquoi il n’y en a pas.")

    @property
    def first_given_name(self) -> str:
        return self.given_names.split(" ")[0]


def traits_of(version: IdentityVersion) -> Traits:
    """The traits that a stored version holds."""
    return Traits(
        birth_name=version.birth_name,
        given_names=version.given_names,
        sex=Sex(version.sex),
        birth_date=version.birth_date,
        birth_place_code=version.birth_place_code,
        birth_place_label=version.birth_place_label,
        used_name=version.used_name,
        used_given_name=version.used_given_name,
        billing_nir=NIR.parse(version.billing_nir) if version.billing_nir else None,
        no_number_reason=NoNumberReason(version.no_number_reason) if version.no_number_reason else None,
    )


def doubts(traits: Traits) -> list[str]:
    """What does not fit between the number and the traits. Sentences to show: they warn, they never block."""
    nir = traits.billing_nir
    if nir is None:
        return []
    found = []
    expected_sex = {"1": Sex.MALE, "2": Sex.FEMALE, "7": Sex.MALE, "8": Sex.FEMALE}.get(nir[0])
    if expected_sex and traits.sex != Sex.INDETERMINATE and traits.sex != expected_sex:
        found.append(f"Le numéro est celui d’une personne de sexe {expected_sex.label}.")
    if int(nir[1:3]) != traits.birth_date.year % CENTURY_OF_A_SHORT_YEAR:
        found.append(
            f"L’année du numéro finit par {nir[1:3]}, la date de naissance dit {traits.birth_date.year}."
        )
    month = int(nir[3:5])
    if 1 <= month <= 12 and month != traits.birth_date.month:
        found.append(f"Le numéro dit le mois {month:02d}, la date dit le mois {traits.birth_date.month:02d}.")
    return found
