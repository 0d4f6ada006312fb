"""The demonstration, for a module."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import demonstration as prepared_demonstration


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), prepared_demonstration.demonstration():
        yield
