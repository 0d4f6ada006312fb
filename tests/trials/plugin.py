"""Trials: the same test with twenty cases in `make test`, and with thousands in `make trials`, from one seed."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FEW = 20


class Trial:
    """How many cases, the chance that makes them, and what was found."""

    def __init__(self, *, count: int, seed: int, journal: Path | None = None) -> None:
        self.count, self.seed, self.journal = count, seed, journal
        self.random = random.Random(seed)
        self.found: dict[str, Any] = {}

        lines = journal.read_text().splitlines() if journal and journal.exists() else []
        self.kept: dict[str, str] = dict(json.loads(line) for line in lines)
        """What each case has shown, those of a run that was interrupted too."""

    def keep(self, case: str, said: str) -> None:
        """Written at once: a long run goes on from here."""
        self.kept[case] = said
        if self.journal:
            with self.journal.open("a") as journal:
                journal.write(json.dumps([case, said], ensure_ascii=False) + "\n")

    def note(self, **found: Any) -> None:
        """Keep a figure for the report."""
        self.found.update(found)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("trials")
    group.addoption("--trial-count", type=int, default=FEW, help="cases of each trial")
    group.addoption("--trial-seed", type=int, default=2026, help="where chance starts")
    group.addoption(
        "--trial-journal", type=Path, help="file of the cases that are done; they are not done again"
    )
    group.addoption("--trial-report", type=Path, help="file that gets one line of JSON for each trial")


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Iterator[Trial]:
    """The trial of this test; its figures are written when it has passed or failed."""
    options = request.config.option
    trial = Trial(count=options.trial_count, seed=options.trial_seed, journal=options.trial_journal)
    yield trial
    if options.trial_report:
        line = {"name": request.node.name, "count": trial.count, **trial.found}
        with options.trial_report.open("a") as report:
            report.write(json.dumps(line, ensure_ascii=False) + "\n")
