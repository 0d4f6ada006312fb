#!/usr/bin/env python
"""Time the first start from a fresh clone, the second start and the stop; write docs/benchmarks/start.md.

    python tools/measure_start.py

Needs a quiet machine and what a newcomer has: Python, make, git and the package index. Everything lies in a
temporary folder that goes away.
"""

import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks" / "start.md"
PATIENCE = 600


def main() -> None:
    place = Path(tempfile.mkdtemp(prefix="telavis-start-"))
    place.chmod(0o711)
    try:
        clone = place / "telavis"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        figures = [measure(clone, "first start, from nothing to ready")]
        loaded = seconds_of_the_demonstration(place / "log")
        figures.append(measure(clone, "second start"))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    report = page(figures, loaded)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(report, encoding="utf-8")
    print(report)


def measure(clone: Path, name: str) -> tuple[str, float, float]:
    """Seconds until ready, and seconds from SIGINT until nothing runs any more."""
    log = clone.parent / "log"
    kept = {
        key: word for key, word in os.environ.items() if key not in ("DATABASE_URL", "VIRTUAL_ENV", "HOST")
    }
    with log.open("wb") as out:
        asked = time.monotonic()
        process = subprocess.Popen(
            ["make", "run", f"PORT={free_port()}"],
            cwd=clone,
            env=kept,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        while "Télavis is ready" not in log.read_text():
            if process.poll() is not None or time.monotonic() - asked > PATIENCE:
                raise SystemExit(log.read_text())
            time.sleep(0.05)
        ready = time.monotonic() - asked
    # As a terminal does on Ctrl-C: the signal goes to make and to the supervisor alike.
    asked = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    process.wait(PATIENCE)
    return name, ready, time.monotonic() - asked


def seconds_of_the_demonstration(log: Path) -> float:
    """What `load_demo` says of itself, in the first start."""
    said = re.search(r"demonstration loaded in ([\d.]+) s", log.read_text())
    if not said:
        raise SystemExit(log.read_text())
    return float(said[1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def page(figures: list[tuple[str, float, float]], loaded: float) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    rows = [f"| {name} | {ready:.1f} s | {stop:.1f} s |" for name, ready, stop in figures]
    return "\n".join(
        [
            "# Starting and stopping",
            "",
            (
                f"`python tools/measure_start.py`, {datetime.now(UTC):%Y-%m-%d}, commit {commit}, "
                f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}."
            ),
            "",
            "| | until ready | Ctrl-C until nothing runs |",
            "|---|---|---|",
            *rows,
            "",
            "Aims: 60 s, 5 s, and 5 s to stop. The first start creates the environment, installs the packages, makes",
            f"the database and loads the demonstration; that load alone took {loaded:.1f} s (aim: 20 s).",
            "",
        ]
    )


if __name__ == "__main__":
    main()
