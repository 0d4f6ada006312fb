"""Fill the demonstration with as many requests as a large region makes: for measuring, not for showing."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from telavis.demo.load import SEED
from telavis.demo.volume import NoDemonstration, make_volume


class Command(BaseCommand):
    help = "Add requests to the demonstration until there are as many as asked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--requests", type=int, default=200_000, help="how many requests in all")
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed gives the same requests")

    def handle(self, *args: Any, **options: Any) -> None:
        start = perf_counter()
        try:
            added = make_volume(options["requests"], options["seed"])
        except NoDemonstration as reason:
            raise CommandError(
                "This database holds no demonstration: run load_demo on an empty one first."
            ) from reason
        self.stdout.write(f"{added} requests added in {perf_counter() - start:.1f} s")
