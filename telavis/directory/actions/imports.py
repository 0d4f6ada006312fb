"""Importing public files into the directory."""

from collections.abc import Sequence
from pathlib import Path

from telavis.directory.actions.plans import ESTABLISHMENTS, MAILBOXES, PROFESSIONALS
from telavis.directory.actions.staging import Plan, Summary, import_file
from telavis.directory.extractions.activities import is_of_activities
from telavis.directory.extractions.files import FaultyFile, SourceFile
from telavis.directory.extractions.mailboxes import is_of_mailboxes
from telavis.directory.extractions.rows import Header, Progress, quiet


def plan_for(source: SourceFile) -> Plan:
    """Which of the files of the Annuaire Santé this is, by its columns and not by its name."""
    header = Header.of(source)
    if is_of_mailboxes(header):
        return MAILBOXES
    if is_of_activities(header):
        return PROFESSIONALS
    raise FaultyFile(
        f"{source.name} n’est ni l’extraction PS_LibreAcces_Personne_activite ni la correspondance MSSanté : "
        "ses colonnes ne sont pas les leurs."
    )


def recognise(paths: Sequence[Path]) -> list[tuple[Plan, SourceFile]]:
    """The files with what they are, all before the first is imported; each kind once, since it is a whole."""
    found = [(plan_for(source), source) for source in map(SourceFile.open, paths)]
    kinds = [plan.kind for plan, _ in found]
    if len(set(kinds)) < len(kinds):
        raise FaultyFile(
            "Deux de ces fichiers ont le même contenu : chacun est un tout, donnez le plus récent."
        )
    return found


def import_establishments(path: Path, *, accept_losses: bool = False, progress: Progress = quiet) -> Summary:
    """The FINESS extraction."""
    source = SourceFile.open(path)
    return import_file(ESTABLISHMENTS, source, accept_losses=accept_losses, progress=progress)
