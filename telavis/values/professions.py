"""Health professions and their specialties, by the codes of the national nomenclatures (G15, R38), with French labels.

A profession is written by its G15 number ("10", physician) or, in training, as "G16_10"; a specialty by its own code
("SM15", dermatology). The list is `data/professions.csv` (see the README there).
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from telavis.values.names import sort_key

PHYSICIAN = "10"
PHARMACIST = "21"
DENTAL_SURGEON = "40"
MIDWIFE = "50"
NURSE = "60"

# Code de la santé publique, R.6316-1: the opinion is asked of «professionnels médicaux».
_MEDICAL = frozenset({PHYSICIAN, DENTAL_SURGEON, MIDWIFE})
_DOCTORS = frozenset({PHYSICIAN, PHARMACIST, DENTAL_SURGEON})
# Specialties in the strict sense: of physicians, dental surgeons and advanced practice nurses. The other codes are
# competences and diplomas, which only show when a directory gives them.
_SPECIALTIES = ("SM", "SCD", "SI")

_DATA = Path(__file__).parent / "data" / "professions.csv"


def may_sign_an_answer(profession: str) -> bool:
    """Physicians, dental surgeons and midwives only; anyone else may prepare one."""
    return profession in _MEDICAL


def is_health_professional(profession: str) -> bool:
    """A profession of the national list: who may ask for an opinion. A secretary has none."""
    return profession in professions()


def title_of(profession: str) -> str:
    """«Dr» before the name of a doctor in medicine, pharmacy or dental surgery, else nothing."""
    return "Dr" if profession in _DOCTORS else ""


def professions() -> Mapping[str, str]:
    """Labels by code: "10" → «Médecin», in French order."""
    return _labels()[0]


def profession_label(code: str) -> str:
    """«Médecin»; a code that we do not know is «Professionnel de santé»."""
    return professions().get(code, "Professionnel de santé")


def specialties_of(profession: str) -> Mapping[str, str]:
    """The specialties to choose from, by code and in French order: ("10") → {"SM57": «Allergologie», …}."""
    chosen = {
        specialty: label
        for (owner, specialty), label in _labels()[1].items()
        if owner == profession and specialty.startswith(_SPECIALTIES)
    }
    return dict(sorted(chosen.items(), key=lambda item: sort_key(item[1])))


def specialty_label(profession: str, specialty: str) -> str:
    """("10", "SM15") → «Dermatologie et vénéréologie»; nothing for a code that we do not know."""
    return _labels()[1].get((profession, specialty), "")


@cache
def _labels() -> tuple[Mapping[str, str], Mapping[tuple[str, str], str]]:
    with _DATA.open(encoding="utf-8", newline="") as file:
        rows = [(row["profession"], row["specialty"], row["label"]) for row in csv.DictReader(file)]
    by_name = sorted((row for row in rows if not row[1]), key=lambda row: sort_key(row[2]))
    by_profession = {profession: label for profession, _, label in by_name}
    by_specialty = {(profession, specialty): label for profession, specialty, label in rows if specialty}
    return MappingProxyType(by_profession), MappingProxyType(by_specialty)
