"""Registrations are tried where SMS can leave."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True
