"""The embedded PostgreSQL starts again whatever became of the former one."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing, suppress

import psycopg
import pytest

from telavis.supervisor import postgres
from telavis.supervisor.postgres import Cluster, ClusterError
from tests.operations.running import own_folder
from tests.prepared import copy_cluster


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with own_folder() as data:
        copy_cluster(data / "postgres")
        cluster = Cluster(data / "postgres", throwaway=True)
        cluster.start()
        yield cluster
        cluster.stop()


def kill(cluster: Cluster) -> None:
    assert cluster.process is not None
    cluster.process.kill()
    cluster.process.wait()


@pytest.fixture
def left(cluster: Cluster) -> Iterator[int]:
    """A process of a server that was killed, which a busy machine has let no time to notice it."""
    with closing(psycopg.connect(cluster.url)) as connection:
        pid = connection.info.backend_pid
        os.kill(pid, signal.SIGSTOP)
        kill(cluster)
        yield pid
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_what_is_left_of_a_killed_one_is_waited_for(cluster: Cluster, left: int):
    noticing = threading.Timer(0.5, os.kill, (left, signal.SIGCONT))
    noticing.start()
    cluster.start()
    noticing.join()
    assert cluster.is_running()


def test_what_does_not_go_is_not_waited_for_for_ever(
    cluster: Cluster, left: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(postgres, "LEFT_GOES_WITHIN", 0.5)
    with pytest.raises(ClusterError, match="did not start"):
        cluster.start()
