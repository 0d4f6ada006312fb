"""`PS_LibreAcces_Personne_activite_*.txt`: one line for each professional and each of their activities.

Source: Annuaire Santé, extraction en libre accès (Agence du numérique en santé), Licence Ouverte 2.0.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from telavis.directory.extractions.files import SourceFile
from telavis.directory.extractions.rows import (
    Account,
    Header,
    Progress,
    RefusedRow,
    Row,
    fingerprint,
    quiet,
    table,
)
from telavis.values import names
from telavis.values.luhn import is_luhn_valid
from telavis.values.professions import profession_label, specialty_label

_ADDRESS = " (coord. structure)"


class _Line(NamedTuple):
    """What is read of a line, in the order of `COLUMNS`."""

    kind: str
    identifier: str
    national_id: str
    title: str
    family_name: str
    given_name: str
    profession: str
    category: str
    specialty_kind: str
    specialty: str
    practice_mode: str
    sector: str
    role: str
    siret: str
    finess: str
    legal_finess: str
    structure_id: str
    company: str
    trade_name: str
    house_number: str
    repetition: str
    street_kind: str
    street: str
    post_office: str
    postcode: str
    town_code: str
    town: str
    phone: str


COLUMNS = (
    *("Type d'identifiant PP", "Identifiant PP", "Identification nationale PP", "Code civilité d'exercice"),
    *("Nom d'exercice", "Prénom d'exercice", "Code profession", "Code catégorie professionnelle"),
    *("Code type savoir-faire", "Code savoir-faire", "Code mode exercice", "Code secteur d'activité"),
    *("Code rôle", "Numéro SIRET site", "Numéro FINESS site", "Numéro FINESS établissement juridique"),
    *("Identifiant technique de la structure", "Raison sociale site", "Enseigne commerciale site"),
    *(f"Numéro Voie{_ADDRESS}", f"Indice répétition voie{_ADDRESS}", f"Libellé type de voie{_ADDRESS}"),
    *(f"Libellé Voie{_ADDRESS}", f"Bureau cedex{_ADDRESS}", f"Code postal{_ADDRESS}"),
    *(f"Code commune{_ADDRESS}", f"Libellé commune{_ADDRESS}", f"Téléphone{_ADDRESS}"),
)
STAGED = (
    *("national_id", "title", "family_name", "given_name", "sort_key", "words"),
    *("profession", "category", "specialty_kind", "specialty", "practice_mode", "sector", "role"),
    *("siret", "finess", "legal_finess", "structure_id", "structure_name"),
    *("address_line", "postcode", "town_code", "town", "phone", "fingerprint"),
)
WRONG_KEY = "clé du numéro RPPS fausse (ligne gardée)"
_RPPS, _ADELI = "8", "0"
_SHAPES = {_RPPS: re.compile("[0-9]{11}"), _ADELI: re.compile("[0-9]{2}[0-9AB]?[0-9A-Z]{6,7}")}
_LABELS = {_RPPS: "RPPS", _ADELI: "ADELI"}
# The same towns, labels and first names return by the thousand; the bound keeps memory constant.
_normalise = lru_cache(maxsize=1 << 16)(names.normalise)


def is_of_activities(header: Header) -> bool:
    return header.has(("Identification nationale PP", "Code mode exercice", "Nom d'exercice"))


def read(source: SourceFile, account: Account, progress: Progress = quiet) -> Iterator[Row]:
    """The rows to stage; lines that are refused are noted with their number and reason."""
    for number, values in table(source, COLUMNS, account, progress):
        line = _Line._make(values)
        try:
            yield _row(line)
        except RefusedRow as refusal:
            account.refuse(number, str(refusal))
        else:
            if line.kind == _RPPS and not is_luhn_valid(line.identifier):
                account.warnings[WRONG_KEY] += 1


def _row(line: _Line) -> Row:
    """One line in the columns of `STAGED`."""
    national_id = national_identifier(line.kind, line.identifier, line.national_id)
    if not line.family_name:
        raise RefusedRow("nom d’exercice vide")
    if not line.profession:
        raise RefusedRow("code profession vide")
    town = line.town or _without_cedex(line.post_office)
    street = (line.house_number, line.repetition, line.street_kind, line.street)
    row = (
        *(national_id, line.title, line.family_name, line.given_name),
        *(_sort_key(line.family_name, line.given_name), _words(line, town)),
        *(line.profession, line.category, line.specialty_kind, line.specialty),
        *(line.practice_mode, line.sector, line.role, line.siret, line.finess, line.legal_finess),
        *(line.structure_id, line.company or line.trade_name, " ".join(filter(None, street))),
        *(line.postcode, line.town_code, town, line.phone),
    )
    return (*row, fingerprint(row))


def _words(line: _Line, town: str) -> str:
    """By what this line lets somebody be found."""
    texts = (
        *(line.family_name, line.given_name, profession_label(line.profession)),
        *(specialty_label(line.profession, line.specialty), line.company, line.trade_name, town),
    )
    return " ".join(filter(None, map(_normalise, texts)))


def national_identifier(kind: str, identifier: str, national_id: str) -> str:
    """The type digit and the number, as the third column should have them: 8 + RPPS, 0 + ADELI.

    Keys are not required: official test data break them.
    """
    shape = _SHAPES.get(kind)
    if shape is None:
        raise RefusedRow("type d’identifiant autre que 8 (RPPS) et 0 (ADELI)")
    if not shape.fullmatch(identifier):
        raise RefusedRow(f"identifiant qui n’est pas un numéro {_LABELS[kind]}")
    if national_id and national_id != kind + identifier:
        raise RefusedRow("identification nationale différente du type suivi du numéro")
    return kind + identifier


def _without_cedex(post_office: str) -> str:
    return re.sub(r"\s+CEDEX\b.*", "", post_office, flags=re.IGNORECASE)


@lru_cache(maxsize=1 << 12)
def _sort_key(family_name: str, given_name: str) -> str:
    """Lines of one person follow each other."""
    return names.sort_key(family_name, given_name)
