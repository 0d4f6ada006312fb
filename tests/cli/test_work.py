"""`manage.py work`: how the worker ends when it has no database."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from structlog.testing import capture_logs

from telavis.cli.management.commands import work


class NeverReached(AsyncConnectionPool):
    """The pool of a database that does not answer in time."""

    async def open(self, wait: bool = False, timeout: float = 30.0) -> None:
        raise PoolTimeout("pool initialization incomplete after 30.0 sec")


def test_a_worker_that_reaches_no_database_says_so_in_its_log_and_ends(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        DjangoConnector, "get_worker_connector", lambda _: PsycopgConnector(pool_factory=NeverReached)
    )
    # In a thread of its own: that of the tests may hold the event loop of a browser.
    with capture_logs() as said, ThreadPoolExecutor(1) as thread, pytest.raises(SystemExit) as end:
        thread.submit(work.Command().handle, finish_within=1.0).result()
    assert end.value.code == 1
    assert [line["event"] for line in said] == ["worker_started", "worker_without_database"]
