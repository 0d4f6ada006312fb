"""How long a report takes with a kept compiler: `python -m tools.measure_reports [RUNS]` writes docs/benchmarks/reports.md.

Each run draws another reference and question, so that nothing comes ready from the compiler's memory.
"""

import os
import platform
import statistics
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import django

from tools.trials import ROOT, commit, memory

RUNS = 20
PAGE = ROOT / "docs" / "benchmarks" / "reports.md"
LONGEST_WAIT = 1000
"""Milliseconds of the processor that a report of a few pages may take."""
A_FEW_PAGES = 10


@dataclass(frozen=True)
class Measured:
    """One kind of report: its size, and milliseconds of the clock and of the processor."""

    name: str
    pages: int
    kilobytes: int
    median: float
    worst: float
    processor: float

    @property
    def is_met(self) -> bool:
        return self.pages > A_FEW_PAGES or self.processor < LONGEST_WAIT


def main(runs: int) -> int:
    """Exit code 0 if every report of a few pages was made in time."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "telavis.settings")
    django.setup()
    measured = measure_all(runs)
    written = page(measured, runs)
    PAGE.write_text(written, encoding="utf-8")
    print(written)
    return 0 if all(each.is_met for each in measured) else 1


def measure_all(runs: int) -> list[Measured]:
    """Every example of the tests, from a page to a hundred."""
    from telavis.reports.render import make_pdf
    from tests.reports.examples import all_cases
    from tests.reports.reading import pages_of

    found = []
    for name, (report, files) in all_cases().items():
        waited, worked = [], []
        for run in range(runs + 1):
            other = replace(report, reference=f"TE-26-{run:04}-9Q", question=f"{report.question} ({run})")
            wall, processor = time.perf_counter(), time.process_time()
            pdf = make_pdf(other, files)
            waited.append((time.perf_counter() - wall) * 1000)
            worked.append((time.process_time() - processor) * 1000)
        times = statistics.median(waited[1:]), max(waited[1:]), statistics.median(worked[1:])
        found.append(Measured(name, len(pages_of(pdf.content)), len(pdf.content) // 1000, *times))
    return found


def page(measured: list[Measured], runs: int) -> str:
    """The figures, and whether the aim is met."""
    missed = [each.name for each in measured if not each.is_met]
    verdict = f"**not met** by {', '.join(missed)}" if missed else "met"
    lines = [
        "# Reports",
        "",
        f"Written by `python -m tools.measure_reports` on {datetime.now(UTC):%Y-%m-%d}, commit {commit()};",
        f"{os.cpu_count()} cores, {memory()} GiB, {platform.system()} {platform.machine()}, Python {platform.python_version()};",
        f"load of the machine {os.getloadavg()[0]:.1f} at the end. {runs} reports of each kind, made one after the other.",
        "",
        "| Report | Pages | kB | median ms | worst ms | processor ms |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for each in measured:
        figures = (
            f"{each.pages} | {each.kilobytes} | {each.median:.0f} | {each.worst:.0f} | {each.processor:.0f}"
        )
        lines.append(f"| {each.name} | {figures} |")
    aim = f"- {verdict}: a report of at most {A_FEW_PAGES} pages takes less than a second of the processor"
    return "\n".join([*lines, "", aim, ""])


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS))
