"""`make bench`: every important page under load, with few requests and with many, in one run."""

import argparse
import signal
import sys
import time
from types import FrameType
from typing import Any

from benchmarks import report
from benchmarks.blank_forms import BlankForm, blank_forms, section
from benchmarks.house import VOLUME, House
from benchmarks.load import Measure, ask_for
from benchmarks.weight import Scales
from telavis.supervisor.postgres import DATABASE

ROUNDS = 3
SECONDS = 2.0
WARM_UP = 0.5
DEMONSTRATION = 600


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--requests", type=int, default=200_000, help="how many, in the larger database")
    words.add_argument("--seconds", type=float, default=SECONDS, help="how long each page is asked for")
    words.add_argument("--dry", action="store_true", help="leave docs/benchmarks/pages.md as it is")
    chosen = words.parse_args()
    signal.signal(signal.SIGTERM, _leave)
    with House() as house:
        lines, forms = measure(house, chosen.requests, chosen.seconds)
    counts, of_forms = (DEMONSTRATION, chosen.requests), section(forms, chosen.requests)
    found = list(report.aims(lines))
    print(f"\n{report.table(lines, counts)}\n\n{report.verdict(found)}\n\n{of_forms}")
    if not chosen.dry:
        report.write(lines, counts, of_forms)
    return 0 if all(aim.is_met for aim in found) and all(form.is_met for form in forms) else 1


def measure(house: House, requests: int, seconds: float) -> tuple[list[report.Line], list[BlankForm]]:
    """Set up, look inside, then load both databases in turns: what disturbs one disturbs the other."""
    _say("loading the demonstration")
    house.load_demonstration()
    _say(f"making {requests} requests")
    house.make_volume(requests)
    databases = (DATABASE, VOLUME)
    _say("counting queries")
    seen = {database: house.look_inside(database) for database in databases}
    _say("starting the servers")
    ports = {database: house.serve(database) for database in databases}
    _say("measuring")
    measures = {(database, page["name"]): Measure() for database in databases for page in seen[database]}
    for turn in range(ROUNDS + 1):
        for few, many in zip(*seen.values(), strict=True):
            for database, page in zip(databases, (few, many), strict=True):
                length = seconds if turn else WARM_UP
                done = ask_for(ports[database], page["path"], page["cookie"], seconds=length)
                if turn:
                    measures[database, page["name"]].rounds.append(done)
    scales = Scales(ports[DATABASE])
    lines = [_line(few, many, measures, scales) for few, many in zip(*seen.values(), strict=True)]
    _say("opening blank forms")
    return lines, blank_forms(house, VOLUME, ports[VOLUME])


def _line(
    few: dict[str, Any], many: dict[str, Any], measures: dict[tuple[str, str], Measure], scales: Scales
) -> report.Line:
    return report.Line(
        name=few["name"],
        few=measures[DATABASE, few["name"]],
        many=measures[VOLUME, few["name"]],
        queries=(few["queries"], many["queries"]),
        weight=scales.weigh(few["path"], few["cookie"]),
        costs=many["costs"],
    )


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}…", flush=True)


def _leave(number: int, _: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
