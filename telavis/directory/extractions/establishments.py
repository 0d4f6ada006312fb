"""The FINESS extraction (`etalab-cs1100502-stock-*.csv`, `etalab-cs1100507-…` with its geographical section).

No header: a first line «finess;etalab;version;date», then `structureet` lines of 31 or 32 columns, then `geolocalisation`
lines, which are recognised and not kept. Source: ministère chargé de la santé, FINESS, Licence Ouverte 2.0.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence

from telavis.directory.extractions.files import UNREADABLE, FaultyFile, SourceFile
from telavis.directory.extractions.rows import Account, Progress, RefusedRow, Row, fingerprint, quiet
from telavis.directory.models import OrganizationKind
from telavis.values.establishment_names import name_key, search_words
from telavis.values.finess import Finess, InvalidFiness
from telavis.values.names import sort_key

STRUCTURE, PLACE, FIRST = "structureet", "geolocalisation", "finess"
COLUMNS = (
    *("structureet", "nofinesset", "nofinessej", "rs", "rslongue", "complrs", "compldistrib", "numvoie"),
    *("typvoie", "voie", "compvoie", "lieuditbp", "commune", "departement", "libdepartement"),
    *("ligneacheminement", "telephone", "telecopie", "categetab", "libcategetab", "categagretab"),
    *("libcategagretab", "siret", "codeape", "codemft", "libmft", "codesph", "libsph", "dateouv"),
    *("dateautor", "datemaj", "numuai"),
)
# the last column is missing where it is empty
_WIDTHS = (len(COLUMNS) - 1, len(COLUMNS))
STAGED = (
    *("finess", "legal_finess", "name", "short_name", "category", "category_label", "kind", "siret"),
    *("address_line", "postcode", "town_code", "town", "phone"),
    *("sort_key", "name_key", "search_text", "weight", "fingerprint"),
)
# Categories of the register (nomenclature «catégorie d’établissement», R66); those not named are other structures.
_KINDS = {
    **dict.fromkeys(("101", "106", "114", "131", "292", "355", "697"), OrganizationKind.HOSPITAL),
    **dict.fromkeys(("122", "126", "127", "128", "129", "161", "365"), OrganizationKind.CLINIC),
    **dict.fromkeys(("108", "109", "119", "135"), OrganizationKind.REHABILITATION),
    **dict.fromkeys(("500", "501", "502"), OrganizationKind.NURSING_HOME),
    **dict.fromkeys(("124", "125", "130", "439", "603"), OrganizationKind.HEALTH_CENTRE),
}
# Whom somebody most often looks for stands first among equals: 1 before 2.
_WEIGHTS = {
    OrganizationKind.HOSPITAL: 2,
    OrganizationKind.CLINIC: 3,
    OrganizationKind.REHABILITATION: 4,
    OrganizationKind.NURSING_HOME: 5,
    OrganizationKind.HEALTH_CENTRE: 6,
}
_REGIONAL_HOSPITAL, _REST = "101", 9
# The register numbers overseas departments 9A to 9F; INSEE and everybody else 971 to 976.
_OVERSEAS = {f"9{letter}": f"97{number}" for number, letter in enumerate("ABCDEF", start=1)}


def read(source: SourceFile, account: Account, progress: Progress = quiet) -> Iterator[Row]:
    """The rows to stage; a line that is refused is noted with its number and reason."""
    lines = source.lines()
    _, first = next(lines, (1.0, ""))
    if not first.startswith(f"{FIRST};"):
        raise FaultyFile(
            "Ce fichier n’est pas une extraction FINESS : sa première ligne ne commence pas par «finess;»."
        )
    for number, (share, line) in enumerate(lines, start=2):
        account.lines += 1
        if not number % 10_000:
            progress(share, number)
        try:
            row = _row(line)
        except RefusedRow as refusal:
            account.refuse(number, str(refusal))
        else:
            if row:
                yield row


def _row(line: str) -> Row | None:
    if UNREADABLE in line or "\0" in line:
        raise RefusedRow("caractères illisibles")
    section, _, _ = line.partition(";")
    if section == PLACE or not line.strip():
        return None
    if section != STRUCTURE:
        raise RefusedRow("section inconnue")
    fields = _fields(line)
    if len(fields) not in _WIDTHS:
        raise RefusedRow("nombre de colonnes autre que 31 ou 32")
    return _establishment(fields)


def _fields(line: str) -> Sequence[str]:
    """Quotes are rare, and then as CSV writes them; a stray one is a sign like another."""
    if '"' not in line:
        return line.split(";")
    fields = next(csv.reader([line], delimiter=";"))
    return fields if len(fields) in _WIDTHS else line.split(";")


def _establishment(fields: Sequence[str]) -> Row:
    said = dict(zip(COLUMNS, map(str.strip, fields), strict=False))
    try:
        finess = Finess.accept(said["nofinesset"])
    except InvalidFiness as fault:
        raise RefusedRow("numéro FINESS mal formé") from fault
    name = said["rslongue"] or said["rs"]
    if not name:
        raise RefusedRow("raison sociale vide")
    postcode, town = _post_line(said["ligneacheminement"])
    kind = _KINDS.get(said["categetab"], OrganizationKind.OTHER)
    row = (
        *(finess, said["nofinessej"], name, said["rs"], said["categetab"], said["libcategetab"]),
        *(kind.value, said["siret"], _address(said), postcode),
        *(_town_code(said["departement"], said["commune"]), town, said["telephone"]),
        *(sort_key(name, town), name_key(name)),
        # with a space on both sides, a word is whole or begins wherever it stands
        f" {search_words(name, said['rs'], town, _kind_words(kind), postcode, finess, said['nofinessej'])} ",
        1 if said["categetab"] == _REGIONAL_HOSPITAL else _WEIGHTS.get(kind, _REST),
    )
    return (*row, fingerprint(row))


def _address(said: Mapping[str, str]) -> str:
    street = " ".join(filter(None, (said[part] for part in ("numvoie", "typvoie", "voie", "compvoie"))))
    return street or said["lieuditbp"] or said["compldistrib"]


def _kind_words(kind: OrganizationKind) -> str:
    return "" if kind is OrganizationKind.OTHER else str(kind.label)


def _post_line(line: str) -> tuple[str, str]:
    """«01012 BOURG EN BRESSE CEDEX 2» → 01012, BOURG EN BRESSE."""
    found = re.match(r"([0-9]{5})\s+(.*)", line)
    postcode, town = found.groups() if found else ("", line)
    return postcode, re.sub(r"\s+CEDEX\b.*", "", town)


def _town_code(department: str, number: str) -> str:
    """The INSEE code: («33», «063») → 33063, («9A», «123») → 97123."""
    prefix = _OVERSEAS.get(department, department)
    return f"{prefix}{number[-2:] if len(prefix) == 3 else number}" if department and number else ""
