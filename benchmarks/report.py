"""The table and what it says of each aim, for the terminal and for docs/benchmarks/pages.md."""

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.load import CONNECTIONS, Measure, ratio
from benchmarks.weight import Weight
from telavis.environment import BASE_DIR
from tools.trials import commit, memory

MOST_QUERIES = 12
MOST_SLOWDOWN = 1.3
FIRST_LOAD = 120_000
FONT = 45_000
GOOD_SHARE, FAIR_SHARE = 1 / 3, 1 / 5
SHARED_PAGES = ("home", "inbox")


@dataclass(frozen=True)
class Line:
    """All that is known of one page, with few requests and with many."""

    name: str
    few: Measure
    many: Measure
    queries: tuple[int, int]
    weight: Weight
    costs: list[str]


@dataclass(frozen=True)
class Aim:
    words: str
    measured: str
    is_met: bool


def aims(lines: list[Line]) -> Iterator[Aim]:
    """Each aim with what was measured."""
    of = {line.name: line for line in lines}
    greedy = max(lines, key=lambda line: max(line.queries))
    yield Aim(
        f"no page above {MOST_QUERIES} SQL queries, whatever the volume",
        f"{greedy.name} has {max(greedy.queries)}",
        max(greedy.queries) <= MOST_QUERIES,
    )
    slowdown = ratio(of["inbox"].few, of["inbox"].many)
    yield Aim(
        f"inbox with many requests within {MOST_SLOWDOWN} × of its time with few",
        f"{slowdown:.2f} ×",
        slowdown <= MOST_SLOWDOWN,
    )
    heavy = max(lines, key=lambda line: line.weight.first_load if line.weight.css else 0)
    yield Aim(
        f"HTML, CSS and JavaScript of any first load under {FIRST_LOAD // 1000} kB compressed",
        f"{heavy.name} has {heavy.weight.first_load / 1000:.0f} kB",
        heavy.weight.first_load < FIRST_LOAD,
    )
    font = max(line.weight.font for line in lines)
    yield Aim(f"font under {FONT // 1000} kB", f"{font / 1000:.0f} kB", 0 < font < FONT)
    for name in SHARED_PAGES:
        for words, measure, empty in (
            ("few", of[name].few, of["empty"].few),
            ("many", of[name].many, of["empty"].many),
        ):
            yield _share_aim(of[name], words, ratio(measure, empty))


def _share_aim(line: Line, words: str, share: float) -> Aim:
    """A third; between a fifth and a third the three largest costs are named."""
    named = "" if share >= GOOD_SHARE else f"; it spends {', '.join(line.costs)}"
    return Aim(
        f"{line.name}, {words} requests: a third of the throughput of the empty page, or a fifth with its three largest costs named",
        f"{share:.2f}{named}",
        share >= FAIR_SHARE,
    )


def table(lines: list[Line], counts: tuple[int, int]) -> str:
    few, many = (f"{count:,}".replace(",", " ") for count in counts)
    head = (
        f"| Page | req/s, {few} | p95 ms | req/s, {many} | p95 ms | SQL queries | HTML B | CSS B | JS B | font B |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
    )
    return head + "\n".join(
        f"| {line.name} | {line.few.rate:.0f} | {line.few.p95:.0f} | {line.many.rate:.0f} | {line.many.p95:.0f} "
        f"| {_both(line.queries)} | {line.weight.html} | {line.weight.css} | {line.weight.js} | {line.weight.font} |"
        for line in lines
    )


def _both(queries: tuple[int, int]) -> str:
    few, many = queries
    return str(few) if few == many else f"{few} / {many}"


def verdict(found: list[Aim]) -> str:
    return "\n".join(
        f"- {'met' if aim.is_met else '**not met**'}: {aim.words}: {aim.measured}" for aim in found
    )


def write(lines: list[Line], counts: tuple[int, int], of_forms: str) -> None:
    """One page of the documentation, of the last run."""
    place = BASE_DIR / "docs" / "benchmarks" / "pages.md"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(
        f"""# Pages under load

Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}, commit {commit()}; {os.cpu_count()} cores, {memory()} GiB,
{platform.system()} {platform.machine()}, Python {platform.python_version()}; load of the machine {os.getloadavg()[0]:.1f} at the end.

{CONNECTIONS} connections that never pause, on the same machine, against the production server (two processes, no threads) on an
embedded PostgreSQL; both databases are measured in turns, in one run: compare figures of one run only; a ratio is the median
of those of the turns. «empty» is a page that says nothing to somebody signed in. HTML is weighed by gzip, style sheets and scripts as the server keeps them compressed.

{table(lines, counts)}

{verdict(list(aims(lines)))}

{of_forms}
""",
        encoding="utf-8",
    )
