"""Load the demonstration: fictitious people, patients and requests."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from telavis.demo.load import SEED, load_demo
from telavis.environment import is_production


class Command(BaseCommand):
    help = "Load the demonstration. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seed", type=int, default=SEED, help="the same seed gives the same demonstration"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if is_production():
            raise CommandError(
                "This is a production: no demonstration, whose passwords are public, comes into it."
            )
        start = perf_counter()
        loaded = load_demo(options["seed"])
        seconds = perf_counter() - start
        self.stdout.write(
            f"demonstration loaded in {seconds:.1f} s" if loaded else "demonstration already there"
        )
