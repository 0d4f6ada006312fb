"""`make bench-directory`: imports of a whole country and searches in it; writes docs/benchmarks/directory.md."""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.directory.make_extraction import (
    ROWS,
    SEED,
    SITES,
    mailboxes,
    next_day,
    professionals,
    read,
    sites,
    write,
)
from benchmarks.house import House
from telavis.environment import BASE_DIR
from telavis.supervisor import programs
from telavis.supervisor.postgres import DATABASE
from tools.trials import commit, memory

REPORT = BASE_DIR / "docs" / "benchmarks" / "directory.md"
SLOWEST = 100
"""Milliseconds within which the first results are there."""


@dataclass(frozen=True)
class Run:
    """One command in a process of its own."""

    words: str
    lines: int
    seconds: float
    processor_seconds: float
    peak_mib: float
    told: str

    @property
    def row(self) -> str:
        return (
            f"| {self.words} | {self.lines:,} | {self.seconds:.0f} | {self.lines / self.seconds:,.0f} "
            f"| {self.processor_seconds:.0f} | {self.peak_mib:.0f} | {self.told} |"
        )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=ROWS, help="lines of the extraction of professionals")
    words.add_argument("--sites", type=int, default=SITES, help="establishments")
    words.add_argument("--seed", type=int, default=SEED)
    words.add_argument("--dry", action="store_true", help="leave docs/benchmarks/directory.md as it is")
    chosen = words.parse_args()
    with House() as house:
        house.manage(DATABASE, "migrate", "--verbosity", "0")
        runs = _imports(house, chosen.rows, chosen.sites, chosen.seed)
        house.vacuum(DATABASE)
        _say("searching")
        searches = _searches(house, chosen.rows, chosen.seed)
    text = report(runs, searches, chosen.seed)
    print(text)
    if not chosen.dry:
        REPORT.write_text(text, encoding="utf-8")


def _imports(house: House, rows: int, places: int, seed: int) -> list[Run]:
    """The first day, the same files again, the next day."""
    folder = house.folder
    today, tomorrow = folder / "PS_today.txt", folder / "PS_tomorrow.txt"
    boxes, register = folder / "mailboxes.txt", folder / "finess.csv"
    _say("making the files")
    write(today, professionals(rows, seed))
    write(tomorrow, next_day(read(today), seed))
    write(boxes, mailboxes(rows // 4, seed))
    write(register, sites(places, seed), encoding="iso8859-15")
    return [
        _run(house, "professionals, first import", rows, "import_directory", today),
        _run(house, "professionals, the same file again", rows, "import_directory", today),
        _run(house, "professionals, the next day", rows, "import_directory", tomorrow),
        _run(house, "mailboxes, first import", rows // 4, "import_directory", boxes),
        _run(house, "mailboxes, the same file again", rows // 4, "import_directory", boxes),
        _run(house, "establishments, first import", 2 * places, "import_establishments", register),
        _run(house, "establishments, the same file again", 2 * places, "import_establishments", register),
    ]


def _run(house: House, words: str, lines: int, command: str, path: Path) -> Run:
    """Time by the clock, time of the processor, and most memory of the command; the server's are not in it."""
    _say(words)
    started = time.monotonic()
    child = subprocess.Popen(  # noqa: S603 our own command
        [programs.PYTHON, programs.MANAGE, command, str(path)],
        env=house.environ(DATABASE),
        stdout=subprocess.PIPE,
        text=True,
    )
    told = child.stdout.read() if child.stdout else ""
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{words} ended with {child.returncode}: {told}")
    counts = next(line.strip() for line in told.splitlines() if "ajoutés" in line)
    seconds, processor_seconds = time.monotonic() - started, used.ru_utime + used.ru_stime
    run = Run(words, lines, seconds, processor_seconds, used.ru_maxrss / 1024, counts)
    _say(run.row)
    return run


def _searches(house: House, rows: int, seed: int) -> dict[str, dict[str, float]]:
    command = [programs.PYTHON, "-m", "benchmarks.directory.searches", "--seed", str(seed)]
    done = subprocess.run(  # noqa: S603 our own command
        [*command, "--accounts", str(rows // 40)],
        env=house.environ(DATABASE),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


def report(runs: list[Run], searches: dict[str, dict[str, float]], seed: int) -> str:
    """One page."""
    late = [words for words, found in searches.items() if found["p95"] > SLOWEST]
    aim = f"**not met** by {', '.join(late)}" if late else "met"
    imports = "\n".join(run.row for run in runs)
    found = "\n".join(
        f"| {words} | {found['count']} | {found['p50']:.1f} | {found['p95']:.1f} | {found['found']:.0%} |"
        for words, found in searches.items()
    )
    return f"""# The directory with as many rows as the country has

Written by `make bench-directory` on {datetime.now(UTC):%Y-%m-%d}, commit {commit()}, seed {seed}; {os.cpu_count()} cores, {memory()} GiB,
{platform.system()} {platform.machine()}, Python {platform.python_version()}, an embedded PostgreSQL as `make run` starts it; load of the machine
{os.getloadavg()[0]:.1f} at the end. Files, people and establishments are drawn (`benchmarks/directory/make_extraction.py`).

Seconds are those of the clock; those of the processor and the memory (most resident) are the command's own, without the server's.

| Import | Lines | Seconds | Lines a second | Processor s | Memory MiB | Said |
|---|--:|--:|--:|--:|--:|---|
{imports}

Searches, one after another, each with all its statements and the making of its answer; aim: p95 within {SLOWEST} ms: {aim}.

| Search | Tried | p50 ms | p95 ms | Found something |
|---|--:|--:|--:|--:|
{found}
"""


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}…", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
