"""`make bench-uploads`: an inbox that is read while many files arrive by pieces; writes docs/benchmarks/uploads.md."""

import argparse
import os
import platform
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from benchmarks.house import House
from benchmarks.uploads.lines import Line, Reader, send_all
from telavis.environment import BASE_DIR
from telavis.supervisor import programs
from telavis.supervisor.postgres import DATABASE
from tools.trials import commit, memory

REPORT = BASE_DIR / "docs" / "benchmarks" / "uploads.md"
MEBIBYTE = 1024**2
AT_ONCE, SIZE = 50, 20 * MEBIBYTE
ALONE = 10.0  # seconds
TEN_MEGABITS = 1.25e6  # bytes a second
AIM_SECONDS, AIM_GROWTH = 1.0, 50.0
KINDS = {"web": "granian", "worker": "manage.py work"}


@dataclass(frozen=True)
class Round:
    name: str
    seconds: float
    inbox: list[float]
    pieces: list[float]
    growth: dict[str, float]

    @property
    def p95(self) -> float:
        return quantiles(self.inbox, n=20)[-1]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--uploads", type=int, default=AT_ONCE)
    words.add_argument("--megabytes", type=int, default=SIZE // MEBIBYTE)
    words.add_argument("--dry", action="store_true", help="leave docs/benchmarks/uploads.md as it is")
    chosen = words.parse_args()
    with House() as house:
        house.load_demonstration()
        house.vacuum(DATABASE)
        inbox, *drafts = house.look_inside(DATABASE, "benchmarks.uploads.inside")
        port = house.serve(DATABASE)
        with _working(house):
            rounds = [_alone(port, inbox)]
            for name, rate in (
                (f"{chosen.uploads} lines of 10 Mbit/s", TEN_MEGABITS),
                ("as fast as it goes", 0),
            ):
                lines = [
                    Line(port, **drafts[turn % len(drafts)], size=chosen.megabytes * MEBIBYTE, rate=rate)
                    for turn in range(chosen.uploads)
                ]
                rounds.append(_measured(name, port, inbox, lines, house.folder))
    text = report(rounds, chosen.uploads, chosen.megabytes)
    print(text)
    if not chosen.dry:
        REPORT.write_text(text, encoding="utf-8")


@contextmanager
def _working(house: House) -> Iterator[None]:
    """The worker that puts the pieces together and checks the files, beside the web server."""
    with (house.folder / "worker.log").open("wb") as log:
        worker = subprocess.Popen(programs.worker(), env=house.environ(DATABASE), stdout=log, stderr=log)  # noqa: S603 our own
        try:
            time.sleep(5)
            yield
        finally:
            worker.terminate()
            worker.wait()


def _alone(port: int, inbox: dict[str, str]) -> Round:
    reader = Reader(port, **inbox)
    reader.start()
    time.sleep(ALONE)
    reader.over.set()
    reader.join()
    return Round("nothing arrives", ALONE, reader.latencies, [], {})


def _measured(name: str, port: int, inbox: dict[str, str], lines: list[Line], folder: Path) -> Round:
    before = _resident(folder)
    reader = Reader(port, **inbox)
    reader.start()
    seconds = send_all(lines)
    reader.over.set()
    reader.join()
    after = _resident(folder, peak=True)
    growth = {kind: max(0.0, after[kind] - before[kind]) for kind in KINDS}
    return Round(name, seconds, reader.latencies, [one for line in lines for one in line.pieces], growth)


def _resident(folder: Path, *, peak: bool = False) -> dict[str, float]:
    """The largest process of each kind that works in this folder, in MB; at its peak since it started, or now."""
    found = dict.fromkeys(KINDS, 0.0)
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            told = (process / "environ").read_bytes().decode(errors="replace")
            status = dict(
                line.split(":", 1) for line in (process / "status").read_text().splitlines() if ":" in line
            )
        except OSError:
            continue
        if f"TELAVIS_DATA={folder}" not in told:
            continue
        for kind, mark in KINDS.items():
            if mark in command:
                kilobytes = int(status.get("VmHWM" if peak else "VmRSS", "0 kB").split()[0])
                found[kind] = max(found[kind], kilobytes / 1024)
    return found


def report(rounds: list[Round], uploads: int, megabytes: int) -> str:
    rows = [
        f"| {each.name} | {each.seconds:.0f} | {len(each.inbox)} | {median(each.inbox) * 1000:.0f} | {each.p95 * 1000:.0f} |"
        f" {_ms(each.pieces)} | {_mb(each, 'web')} | {_mb(each, 'worker')} |"
        for each in rounds
    ]
    paced = rounds[1]
    is_quick = paced.p95 < AIM_SECONDS
    is_small = all(grown < AIM_GROWTH for each in rounds for grown in each.growth.values())
    return "\n".join(
        [
            "# Uploads by pieces",
            "",
            (
                f"Written by `make bench-uploads` on {datetime.now(UTC):%Y-%m-%d}, commit {commit()}; {os.cpu_count()} cores,"
                f" {memory()} GiB, Python {platform.python_version()}; load of the machine {os.getloadavg()[0]:.1f} at the end."
            ),
            "",
            f"{uploads} files of {megabytes} MiB at once, each by pieces of 4 MiB, sealed; two web processes and a worker that puts together and",
            "checks what has arrived, on the machine that also sends. A person reads the inbox ten times a second. A piece is handed over",
            "whole, as nginx does; lines of 10 Mbit/s begin at moments of chance. Growth: the peak of the largest process of its kind, less what it had before.",
            "",
            "| What arrives | seconds | inbox read | median, ms | p95, ms | a piece, p95, ms | web grew, MB | worker grew, MB |",
            "|---|--:|--:|--:|--:|--:|--:|--:|",
            *rows,
            "",
            f"- {'met' if is_quick else '**not met**'}: the inbox under {AIM_SECONDS:.0f} s (p95) while {uploads} files arrive by lines of 10 Mbit/s",
            f"- {'met' if is_small else '**not met**'}: no process grows by {AIM_GROWTH:.0f} MB or more",
            "",
        ]
    )


def _ms(seconds: list[float]) -> str:
    return f"{quantiles(seconds, n=20)[-1] * 1000:.0f}" if len(seconds) > 1 else ""


def _mb(each: Round, kind: str) -> str:
    return f"{each.growth[kind]:.0f}" if each.growth else ""


if __name__ == "__main__":
    main()
