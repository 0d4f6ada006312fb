"""Puts database and documents back as a backup has them; what is there now is replaced."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from telavis.cli.archive import ArchiveError
from telavis.cli.restoring import restore


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that `backup` has written")
        parser.add_argument(
            "--without-document-keys",
            action="store_true",
            help="even though the key of its documents is lost, and they with it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["file"], without_keys=options["without_document_keys"])
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        (settings.DATA_DIR / "prepared").unlink(missing_ok=True)
        self.stdout.write(f"Restored: everything is as it was at {manifest['made_at']}. Start Télavis again.")
