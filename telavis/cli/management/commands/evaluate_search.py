"""Measures the patient search with a population and queries of benchmarks/patient_search, in a schema apart."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from telavis.cli import search_population
from telavis.cli.importing import ProgressLine
from telavis.cli.search_evaluation import evaluate, read_queries
from telavis.values.french import number

COLUMNS = ("p50 ms", "p95 ms", "p99 ms", "max ms")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--population", type=Path, required=True, metavar="FILE.tsv")
        parser.add_argument("--queries", type=Path, required=True, metavar="FILE.jsonl")
        parser.add_argument("--without-dates", action="store_true", help="types no birth date")
        parser.add_argument(
            "--reuse", action="store_true", help="takes the population that is loaded already"
        )
        parser.add_argument("--keep", action="store_true", help="leaves the population for a further --reuse")
        parser.add_argument("--workers", type=int, default=2, help="processes that compute keys (2)")
        parser.add_argument("--json", action="store_true", help="prints figures instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["population"].is_file():
            raise CommandError(f"{options['population']} n’existe pas.")
        known = search_population.loaded(options["population"]) if options["reuse"] else None
        loading = known or self._load(options["population"], options["workers"])
        try:
            wanted = read_queries(options["queries"])
            progress = ProgressLine(ending="terminé")
            with search_population.in_the_trial():
                figures = evaluate(wanted, with_date=not options["without_dates"], progress=progress)
            progress.end()
        except OSError as reason:
            raise CommandError(str(reason)) from reason
        finally:
            if not (options["keep"] or options["reuse"]):
                search_population.drop()
        figures |= loading
        self.stdout.write(json.dumps(figures, ensure_ascii=False) if options["json"] else table(figures))

    def _load(self, population: Path, workers: int) -> search_population.Load:
        progress = ProgressLine(ending="index…")
        told = search_population.load(population, progress, workers)
        progress.end()
        self.stderr.write(f"{number(told['people'])} personnes chargées en {number(told['loaded in s'])} s")
        return told


def table(figures: dict[str, Any]) -> str:
    """One line a class, then all, then the look-up by number of the same run."""
    head = f"{'classe':<22}{'n':>6}  {'recall@1':>24}  {'recall@10':>24}  {'rang':>6}" + "".join(
        f"{column:>9}" for column in COLUMNS
    )
    lines = [head]
    for kind, row in [*figures["classes"].items(), ("ensemble", figures["all"])]:
        shares = "  ".join(
            f"{row[name]['value']:.4f} ({row[name]['from']:.4f}–{row[name]['to']:.4f})"
            for name in ("recall@1", "recall@10")
        )
        times = "".join(f"{row[column]:>9.2f}" for column in COLUMNS)
        lines.append(f"{kind:<22}{row['queries']:>6}  {shares}  {row['mean rank'] or 0:>6.2f}{times}")
    by_number = figures["by number"]
    lines.append("par numéro" + " " * 74 + "".join(f"{by_number[column]:>9.2f}" for column in COLUMNS))
    ratio = figures["all"]["p95 ms"] / by_number["p95 ms"]
    lines.append(f"p95 / p95 par numéro\u202f: {ratio:.1f}")
    lines.append(
        f"autre personne en tête, tenue pour sûre\u202f: {figures['all']['wrong person first, certain']}"
    )
    lines.append(
        f"deuxième ou plus loin derrière un homonyme aussi probable\u202f: {figures['all']['behind a namesake as likely']}"
    )
    return "\n".join(lines)
