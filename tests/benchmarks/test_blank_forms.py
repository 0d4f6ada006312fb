"""What is said of opening blank forms."""

import pytest

from benchmarks.blank_forms import BlankForm, section
from benchmarks.load import Measure, Round


def form(title: str, seconds: float) -> BlankForm:
    rounds = [Round(1.0, [seconds] * 40)]
    return BlankForm(title, "/", "cookie", Measure(rounds), Measure(rounds))


@pytest.mark.parametrize(("slowest", "verdict"), [(0.25, "- met:"), (0.35, "- **not met**:")])
def test_the_slowest_form_decides_and_is_named(slowest: float, verdict: str):
    told = section([form("Dermatologie", 0.1), form("Plaies", slowest)], 2000)
    assert "| Dermatologie | 100 | 100 | 40 |" in told
    assert told.splitlines()[-1].startswith(verdict)
    assert "Plaies takes" in told.splitlines()[-1]
