"""Wraps the key of every document for the key in use, and seals what an earlier version kept open; resumable, while people work."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from telavis.documents.actions import rewrap_all, seal_all
from telavis.documents.models import Document
from telavis.gateways import key_ring


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rewrapped = sum(rewrap_all())
        except key_ring.KeyMissing as missing:
            raise CommandError(f"{missing} Nothing else was changed; give it and run this again.") from None
        sealed = sum(1 for _ in seal_all())
        self.stdout.write(
            f"Key in use: {key_ring.current_id()}. Wrapped anew: {rewrapped}. Sealed for the first time: {sealed}."
        )
        left = Document.objects.filter(key_id="").count()
        if left:
            self.stdout.write(
                f"Still open: {left}, which are being checked or have lost a file (check_documents)."
            )
