"""Small extractions written by a test."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.directory.make_extraction import HEADER, MAILBOX_HEADER, sites
from telavis.directory.actions.imports import import_establishments, recognise
from telavis.directory.actions.staging import Summary, import_file
from telavis.environment import BASE_DIR
from telavis.values.rpps import RPPS

SAMPLES = BASE_DIR / "telavis" / "demo" / "samples"
PEOPLE_SAMPLE = SAMPLES / "PS_LibreAcces_Personne_activite_202601010700.txt"
MAILBOX_SAMPLE = SAMPLES / "Extraction_Correspondance_MSSante_202601010700.txt"
SITE_SAMPLE = SAMPLES / "etalab-cs1100507-stock-20260101-0700.csv"

COLUMNS = HEADER.removesuffix("|").split("|")
_ADDRESS = " (coord. structure)"


def rpps(number: int) -> str:
    return RPPS.with_key(f"1099909{number:03d}")


def activity(number: int, family_name: str = "LEFEVRE", **cells: str) -> str:
    """A line of the extraction: a dermatologist in Aquilon, but for what is given by a name of column."""
    given = {
        "Type d'identifiant PP": "8",
        "Identifiant PP": rpps(number),
        "Identification nationale PP": f"8{rpps(number)}",
        "Nom d'exercice": family_name,
        "Prénom d'exercice": "Camille",
        "Code profession": "10",
        "Code catégorie professionnelle": "C",
        "Code type savoir-faire": "S",
        "Code savoir-faire": "SM15",
        "Raison sociale site": "CHU D'AQUILON",
        f"Libellé commune{_ADDRESS}": "AQUILON",
        f"Téléphone{_ADDRESS}": "0199009900",
        **cells,
    }
    return "|".join(given.get(column, "") for column in COLUMNS) + "|"


def mailbox(address: str, national_id: str = "", structure: str = "") -> str:
    cells = ["PER", address, "", "", national_id, "", structure, *[""] * 10, "O"]
    return "|".join(cells + [""] * (MAILBOX_HEADER.count("|") + 1 - len(cells)))


def write(path: Path, lines: Iterable[str], encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return path


def people_file(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    return write(folder / "people.txt", [HEADER, *lines], encoding)


def mailbox_file(folder: Path, *lines: str) -> Path:
    return write(folder / "mailboxes.txt", [MAILBOX_HEADER, *lines])


def site_file(folder: Path, count: int, *, seed: int = 1, without: int = 0) -> Path:
    lines = list(sites(count, seed))
    return write(folder / "sites.csv", [lines[0], *lines[1 + without : 1 + count]])


def import_people(path: Path, **options: Any) -> Summary:
    """Also mailboxes: the file says which it is."""
    ((plan, source),) = recognise([path])
    return import_file(plan, source, **options)


def import_sites(path: Path, **options: Any) -> Summary:
    return import_establishments(path, **options)


def counts(summary: Summary) -> tuple[int, int, int, int]:
    """Added, changed, left, refused."""
    return summary.added, summary.changed, summary.left, summary.account.refused
