"""`Extraction_Correspondance_MSSante_*.txt`: the secure mailboxes, of persons and of structures.

Source: Annuaire Santé, extraction des boîtes aux lettres MSSanté (Agence du numérique en santé), Licence Ouverte 2.0.
"""

import re
from collections.abc import Iterator

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

COLUMNS = (
    *("Type de BAL", "Adresse BAL", "Identification nationale PP", "Identification Structure"),
    *("Service de rattachement", "Dématérialisation"),
)
STAGED = (
    *("mailbox_key", "address", "national_id", "structure_id", "kind", "service"),
    *("takes_paperless", "fingerprint"),
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_YES = frozenset({"O", "OUI", "1", "TRUE"})


def is_of_mailboxes(header: Header) -> bool:
    return header.has(("Type de BAL", "Adresse BAL"))


def read(source: SourceFile, account: Account, progress: Progress = quiet) -> Iterator[Row]:
    """The rows to stage; addresses are compared in small letters."""
    for number, values in table(source, COLUMNS, account, progress):
        kind, address, national_id, structure_id, service, paperless = values
        try:
            _check(address, national_id, structure_id)
        except RefusedRow as refusal:
            account.refuse(number, str(refusal))
            continue
        key = " ".join((address.lower(), national_id, structure_id))
        row = (key, address.lower(), national_id, structure_id, kind, service, paperless.upper() in _YES)
        yield (*row, fingerprint(row))


def _check(address: str, national_id: str, structure_id: str) -> None:
    if not _ADDRESS.fullmatch(address):
        raise RefusedRow("adresse de messagerie illisible")
    if not national_id and not structure_id:
        raise RefusedRow("boîte sans titulaire ni structure")
