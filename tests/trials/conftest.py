"""What trials share with the journeys, and which of them wait for `make trials`."""

from pathlib import Path

import pytest

from tests.journeys.conftest import demonstration, files, open_desk  # noqa: F401 fixtures

ONLY_IN_FULL = {"test_firefox.py"}
"""`make test` asks for one browser; the other is asked for where a report is written."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    is_for_later = collection_path.name in ONLY_IN_FULL and not config.option.trial_report
    return True if is_for_later else None
