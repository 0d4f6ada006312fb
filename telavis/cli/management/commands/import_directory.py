"""`manage.py import_directory FILE…`: the public extractions of the Annuaire Santé (docs/domain/directory.md)."""

from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from telavis.administration.notifications import tell_of_departures
from telavis.administration.queries.waiting import departures
from telavis.cli.importing import ProgressLine, summary_lines
from telavis.directory.actions.imports import recognise
from telavis.directory.actions.staging import ImportRefused, import_file
from telavis.directory.extractions.files import FaultyFile


class Command(BaseCommand):
    help = "Met à jour l’annuaire des professionnels et des boîtes MSSanté depuis les extractions publiques."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            type=Path,
            nargs="+",
            metavar="FILE",
            help="PS_LibreAcces_Personne_activite_….txt, Extraction_Correspondance_MSSante_….txt",
        )
        parser.add_argument(
            "--accept-losses", action="store_true", help="applique même un fichier où beaucoup manquent"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for plan, source in recognise(options["files"]):
                started, progress = perf_counter(), ProgressLine()
                try:
                    summary = import_file(
                        plan, source, accept_losses=options["accept_losses"], progress=progress
                    )
                finally:
                    progress.end()
                for line in summary_lines(summary, perf_counter() - started):
                    self.stdout.write(line)
        except (FaultyFile, ImportRefused) as reason:
            raise CommandError(str(reason)) from reason
        today = timezone.localdate()
        if count := sum(each.left_on == today for each in departures()):
            tell_of_departures(count)
