"""What the tests of these pages begin with."""

import pytest

from tests.web.studio.desk import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()
