"""SMS can leave here, as on a real site."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _with_sms(settings: Any) -> None:
    settings.DEMO = True
