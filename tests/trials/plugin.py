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

    def __init__(self, *, count: int, seed: int) -> None:
        self.count, self.seed = count, seed
        self.random = random.Random(seed)
        self.found: dict[str, Any] = {}

    def note(self, **found: Any) -> None:
        """Keep a figure for the report."""
        self.found.update(found)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("trials")
    group.addoption("--trial-count", type=int, default=FEW, help="cases of each trial")
    group.addoption("--trial-seed", type=int, default=2026, help="where chance starts")
    group.addoption("--trial-report", type=Path, help="file that gets one line of JSON for each trial")


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Iterator[Trial]:
    """The trial of this test; its figures are written when it has passed or failed."""
    options = request.config.option
    trial = Trial(count=options.trial_count, seed=options.trial_seed)
    yield trial
    if options.trial_report:
        line = {"name": request.node.name, "count": trial.count, **trial.found}
        with options.trial_report.open("a") as report:
            report.write(json.dumps(line, ensure_ascii=False) + "\n")
