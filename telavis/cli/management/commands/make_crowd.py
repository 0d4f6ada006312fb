"""Fill the demonstration with as many accounts and registrations as a large region has: for measuring, not for showing."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from telavis.demo.crowd import make_crowd
from telavis.demo.volume import NoDemonstration


class Command(BaseCommand):
    help = "Add accounts and registrations to the demonstration, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", type=int, default=100_000)
        parser.add_argument("--registrations", type=int, default=20_000)

    def handle(self, *args: Any, **options: Any) -> None:
        start = perf_counter()
        try:
            make_crowd(options["accounts"], options["registrations"])
        except NoDemonstration as reason:
            raise CommandError(
                "This database holds no demonstration: run load_demo on an empty one first."
            ) from reason
        self.stdout.write(f"done in {perf_counter() - start:.1f} s")
