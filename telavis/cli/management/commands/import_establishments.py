"""`manage.py import_establishments FILE`: the public FINESS extraction (docs/domain/directory.md)."""

from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from telavis.cli.importing import ProgressLine, summary_lines
from telavis.directory.actions.imports import import_establishments
from telavis.directory.actions.staging import ImportRefused
from telavis.directory.extractions.files import FaultyFile


class Command(BaseCommand):
    help = "Met à jour les établissements depuis l’extraction FINESS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="etalab-cs1100502-stock-….csv")
        parser.add_argument(
            "--accept-losses", action="store_true", help="applique même un fichier où beaucoup manquent"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started, progress = perf_counter(), ProgressLine()
        try:
            summary = import_establishments(
                options["file"], accept_losses=options["accept_losses"], progress=progress
            )
        except (FaultyFile, ImportRefused) as reason:
            raise CommandError(str(reason)) from reason
        finally:
            progress.end()
        for line in summary_lines(summary, perf_counter() - started):
            self.stdout.write(line)
