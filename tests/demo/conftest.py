"""The demonstration, loaded once for a module."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from telavis.demo.load import load_demo


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: pytest.fixture) -> Iterator[None]:
    """Inside a transaction that is then undone."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        load_demo()
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
