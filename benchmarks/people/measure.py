"""`make bench-people`: pages of accounts and registrations, with few and with a large region's; writes docs/benchmarks/people.md."""

import argparse
import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from typing import Any

from benchmarks.house import House
from telavis.environment import BASE_DIR
from telavis.supervisor import programs
from telavis.supervisor.postgres import DATABASE
from tools.trials import commit, memory

REPORT = BASE_DIR / "docs" / "benchmarks" / "people.md"
ACCOUNTS, REGISTRATIONS, FEW = 100_000, 20_000, 200
MOST_QUERIES = 12
Figures = dict[str, dict[str, float]]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--accounts", type=int, default=ACCOUNTS)
    words.add_argument("--registrations", type=int, default=REGISTRATIONS)
    words.add_argument("--dry", action="store_true", help="leave docs/benchmarks/people.md as it is")
    chosen = words.parse_args()
    few = measured(FEW, FEW)
    many = measured(chosen.accounts, chosen.registrations)
    text = report(few, many, chosen.accounts, chosen.registrations)
    print(text)
    if not chosen.dry:
        REPORT.write_text(text, encoding="utf-8")


def measured(accounts: int, registrations: int) -> Figures:
    """In a house of its own, that goes away."""
    with House() as house:
        house.load_demonstration()
        house.manage(
            DATABASE, "make_crowd", "--accounts", str(accounts), "--registrations", str(registrations)
        )
        house.vacuum(DATABASE)
        command = [programs.PYTHON, "-m", f"{__package__}.inside"]
        told = subprocess.run(  # noqa: S603 our own command
            command, env=house.environ(DATABASE), check=False, capture_output=True, text=True
        )
    if told.returncode != 0:
        raise SystemExit(told.stderr[-2000:])
    figures: Figures = json.loads(told.stdout)
    return figures


def report(few: Figures, many: Figures, accounts: int, registrations: int) -> str:
    """What was measured, and whether no page asks more often than it may."""
    rows = [_row(name, few[name], figures) for name, figures in many.items()]
    most = max(many, key=lambda name: many[name]["queries"])
    is_met = many[most]["queries"] <= MOST_QUERIES
    count = f"{accounts:_} accounts, {registrations:_} registrations".replace("_", " ")
    return "\n".join(
        [
            "# Pages of people",
            "",
            f"Written by `make bench-people` on {datetime.now(UTC):%Y-%m-%d}, commit {commit()}; {_machine()}.",
            "",
            f"{count}, beside {FEW} of each. One request after the other, from Django’s own client: the time of the program and of the database, without",
            "a web server before them. Milliseconds.",
            "",
            f"| Page | median, {FEW} | p95 | median, all | p95 | SQL queries |",
            "|---|--:|--:|--:|--:|--:|",
            *rows,
            "",
            f"- {'met' if is_met else '**not met**'}: no page above {MOST_QUERIES} SQL queries: {most} has {many[most]['queries']:.0f}",
            "- no page reads a large table from end to end: `tests/web/test_plans.py`",
            "",
        ]
    )


def _row(name: str, few: dict[str, float], many: dict[str, float]) -> str:
    times = " | ".join(f"{figures[which]:.0f}" for figures in (few, many) for which in ("median", "p95"))
    return f"| {name} | {times} | {many['queries']:.0f} |"


def _machine() -> str:
    load: Any = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {memory()} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}; load of the machine {load:.1f} at the end"
    )


if __name__ == "__main__":
    main()
