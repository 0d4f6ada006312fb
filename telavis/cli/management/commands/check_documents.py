"""Proves that every document has its files, every file its row, and every hash is right; reports, and repairs nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from telavis.documents.checking import Check


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--without-reading",
            action="store_true",
            help="rows and files only, in seconds; no file is opened",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        check = Check(now=timezone.now(), reads_files=not options["without_reading"])
        found = 0
        for fault in check.faults():
            found += 1
            self.stdout.write(fault)
        told = f"{check.documents} documents, {check.files} files"
        if found:
            raise CommandError(
                f"{told}: {found} faults, listed above (docs/operations/backup.md says what to do)."
            )
        self.stdout.write(f"{told}: every row has its files, every file its row, every hash is right.")
