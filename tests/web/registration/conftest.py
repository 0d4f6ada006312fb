"""The texts are published, the directory knows somebody, and SMS can leave."""

from typing import Any

import pytest

from telavis.registrations.actions import publish_shipped


@pytest.fixture(autouse=True)
def demonstration(settings: Any, db: None) -> None:
    settings.DEMO = True
    publish_shipped()
