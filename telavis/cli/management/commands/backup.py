"""Writes database and documents into one file, and reads it again to be sure."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from telavis.cli.archive import ArchiveError
from telavis.cli.backing_up import back_up


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", type=Path, help="the file to write (default: backups/ of the data folder)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        target: Path = options["to"] or settings.DATA_DIR / "backups" / f"telavis-{now:%Y%m%dT%H%M%SZ}.tar"
        if target.exists():
            raise CommandError(f"{target} exists already: name another file.")
        try:
            manifest = back_up(target, now=now)
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        documents = len(manifest["files"]) - 1
        self.stdout.write(f"Backup written and checked: {target} (database and {documents} documents)")
        if keys := manifest["document_keys"]:
            self.stdout.write(
                f"The key that opens the documents ({', '.join(keys)}) is not in it: keep a copy elsewhere"
                " (docs/operations/document-keys.md)."
            )
