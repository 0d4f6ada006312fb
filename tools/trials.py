"""Runs the trials of tests/trials/ in full: `tools/trials.py [NAME] [N] [SEED]`; the result goes to docs/benchmarks/."""

import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANY = 1000


def main(name: str, count: int, seed: int = 0) -> int:
    """Exit code of pytest; the report is written whatever came out."""
    place = ROOT / "tests" / "trials" / (f"test_{name}.py" if name else "")
    if not place.exists():
        known = ", ".join(sorted(path.stem.removeprefix("test_") for path in place.parent.glob("test_*.py")))
        print(f"Télavis: there is no trial {name}; there are: {known}.", file=sys.stderr)
        return 2
    seed, started = seed or random.SystemRandom().randrange(1, 2**32), time.monotonic()
    journal = Path(tempfile.gettempdir()) / f"telavis-trials-{name or 'all'}-{seed}"
    print(f"Télavis: should this be interrupted, `SEED={seed}` goes on from here.", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "report"
        options = [f"--trial-count={count}", f"--trial-seed={seed}", f"--trial-report={lines}"]
        options.append(f"--trial-journal={journal}")
        done = subprocess.run([sys.executable, "-m", "pytest", str(place), *options], cwd=ROOT, check=False)
        found = [json.loads(line) for line in lines.read_text().splitlines()] if lines.exists() else []
    seconds = time.monotonic() - started
    report = write(name or "all", seed=seed, seconds=seconds, passed=done.returncode == 0, found=found)
    print(f"Written to {report.relative_to(ROOT)}")
    return done.returncode


def write(name: str, *, seed: int, seconds: float, passed: bool, found: list[dict[str, object]]) -> Path:
    """One page: when, where, from which seed, and what was found."""
    report = ROOT / "docs" / "benchmarks" / f"{datetime.now(UTC):%Y-%m-%d}-{name}.md"
    report.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f"# Trial: {name}",
        "",
        f"- Result: {'passed' if passed else 'FAILED'}, in {seconds:.0f} s",
        f"- Seed: {seed} (`pytest tests/trials --trial-seed={seed} --trial-count=…` does the same again)",
        f"- Machine: {os.cpu_count()} cores, {memory()} GiB, {platform.system()} {platform.machine()}",
        f"- Python {platform.python_version()}, commit {commit()}",
        "",
        "| Trial | Cases | Found |",
        "|---|---|---|",
    ]
    for each in found:
        figures = "; ".join(
            f"{key}: {figure}" for key, figure in each.items() if key not in ("name", "count")
        )
        lines.append(f"| {each['name']} | {each['count']} | {figures} |")
    report.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return report


def memory() -> int:
    """Of the whole machine."""
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def commit() -> str:
    """The commit that was tried."""
    words = ["git", "rev-parse", "--short", "HEAD"]
    asked = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "unknown"


if __name__ == "__main__":
    words = [*sys.argv[1:], "", "", ""]
    sys.exit(main(words[0], int(words[1] or MANY), int(words[2] or 0)))
