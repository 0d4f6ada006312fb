"""Renews what the patient search keeps, after its rules changed: resumable, and people search meanwhile."""

from typing import Any

from django.core.management.base import BaseCommand

from telavis.cli.importing import ProgressLine
from telavis.patients.rebuilding import rebuild


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        progress = ProgressLine(ending="terminé")
        try:
            done = rebuild(lambda done, count: progress(done / count, done))
        finally:
            progress.end()
        self.stdout.write(f"Clés de recherche\u202f: {done} lignes renouvelées, toutes à jour.")
