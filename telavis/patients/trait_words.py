"""The traits of a version as one reads them: two identities side by side, and one along its versions."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from telavis.patients.date_slips import DateHow, compare_dates
from telavis.patients.models import IdentityVersion
from telavis.values.names import glued
from telavis.values.nir import NIR

_NAMES = {
    "Nom de naissance": "birth_name",
    "Nom utilisé": "used_name",
    "Prénoms de naissance": "given_names",
    "Prénom utilisé": "used_given_name",
}
_BIRTH_DATE, _NUMBER, _EVIDENCE = "Date de naissance", "N° de sécurité sociale", "Pièce vérifiée"
_OTHERWISE: dict[str, Callable[[IdentityVersion], str]] = {
    "Premier prénom, en plusieurs mots": lambda version: _first(version),
    "Sexe": lambda version: str(version.get_sex_display()),
    _BIRTH_DATE: lambda version: version.born.typed,
    "Lieu de naissance": lambda version: f"{version.birth_place_label} · {version.birth_place_code}",
    _NUMBER: lambda version: _number(version),
    "Matricule INS": lambda version: _ins(version),
    "État": lambda version: str(version.get_status_display()),
    _EVIDENCE: lambda version: _evidence(version),
    "Remarques": lambda version: _remarks(version),
}
_DATES = {
    DateHow.SWAPPED: "jour et mois inversés",
    DateHow.ONE_DIGIT: "un chiffre diffère",
    DateHow.SAME_YEAR: "seule l’année est la même",
    DateHow.TWO_DIGITS: "deux chiffres diffèrent",
}
WRITTEN_OTHERWISE, ON_ONE_SIDE, DIFFERS = "écrit autrement", "d’un côté seulement", "diffère"


@dataclass(frozen=True, slots=True)
class Compared:
    """One trait of two identities."""

    label: str
    one: str
    other: str
    difference: str
    """In words; empty when both say the same."""


def said(version: IdentityVersion) -> dict[str, str]:
    """Every trait by its French name, in the order in which one reads them; "" for what is not known."""
    names = {label: str(getattr(version, column)) for label, column in _NAMES.items()}
    return names | {label: words(version) for label, words in _OTHERWISE.items()}


def compared(one: IdentityVersion, other: IdentityVersion) -> list[Compared]:
    """Trait by trait, without those that neither has."""
    mine, theirs = said(one), said(other)
    return [
        Compared(
            label, mine[label], theirs[label], _difference(label, one, other, mine[label], theirs[label])
        )
        for label in mine
        if mine[label] or theirs[label]
    ]


def _difference(label: str, one: IdentityVersion, other: IdentityVersion, mine: str, theirs: str) -> str:
    if mine == theirs:
        return ""
    if label == _NUMBER and not (one.billing_nir and other.billing_nir):
        return ON_ONE_SIDE if one.billing_nir or other.billing_nir else ""
    if not (mine and theirs):
        return ON_ONE_SIDE
    if label in _NAMES and glued(mine) == glued(theirs):
        return WRITTEN_OTHERWISE
    if label == _EVIDENCE and one.evidence_kind == other.evidence_kind:
        return ""  # the same paper, seen another day
    if label == _BIRTH_DATE:
        return _DATES.get(compare_dates(one.birth_date, other.birth_date), DIFFERS)
    return DIFFERS


def _first(version: IdentityVersion) -> str:
    """The list of given names says it already when it is one word."""
    return version.first_given_name if " " in version.first_given_name else ""


def _number(version: IdentityVersion) -> str:
    """Or why there is none: «aucun (nouveau-né pas encore immatriculé)»."""
    return _grouped(version.billing_nir) or f"aucun ({version.get_no_number_reason_display()})"


def _ins(version: IdentityVersion) -> str:
    if not version.ins_matricule:
        return ""
    return f"{_grouped(version.ins_matricule)}, par le {version.get_ins_source_display()}"


def _evidence(version: IdentityVersion) -> str:
    if not version.checked_at:
        return ""
    day = timezone.localtime(version.checked_at)
    return f"{version.get_evidence_kind_display()}, le {day:%d/%m/%Y}"


def _grouped(number: str) -> str:
    return NIR.parse(number).spaced if number else ""


def _remarks(version: IdentityVersion) -> str:
    remarks = (
        ("identité douteuse", version.is_doubtful),
        ("identité fictive", version.is_fictitious),
        ("homonyme", version.is_homonym),
    )
    return ", ".join(words for words, holds in remarks if holds)
