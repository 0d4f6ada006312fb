"""`make run`: starts, says so, stops, and survives what may befall it."""

import json
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from telavis.demo.accounts import ACCOUNTS, PASSWORD
from telavis.supervisor import words
from telavis.supervisor.__main__ import main
from telavis.supervisor.postgres import Cluster
from tests.operations.running import PATIENCE, Run, free_port, own_folder, processes_of, running, supervisor
from tests.prepared import copy_cluster


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[Run, Path]]:
    """One run that the tests of this file share: made from nothing, as on a person's machine."""
    with own_folder() as data:
        with running(data) as run:
            yield run, data
        assert processes_of(data) == []


@pytest.fixture
def house(shared: tuple[Run, Path]) -> tuple[Run, Path]:
    """It stands: a program that an earlier test ended, or that went down with that one, has come back."""
    wait_until_whole(shared[0])
    return shared


def wait_until_whole(run: Run) -> None:
    limit = time.monotonic() + PATIENCE
    while not is_whole(run):
        assert run.process.poll() is None, f"it has ended: {run.said}"
        assert time.monotonic() < limit, f"it does not come back: {run.said}"
        time.sleep(0.2)


def is_whole(run: Run) -> bool:
    try:
        return len(psutil.Process(run.process.pid).children()) == 3 and get(run, "/sante/pret") == 200
    except OSError:
        return False


def get(run: Run, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{run.port}{path}", timeout=10) as answer:
        return int(answer.status)


def test_it_says_where_it_is_where_data_lies_and_how_to_stop(house: tuple[Run, Path]):
    run, data = house
    assert get(run, "/sante/pret") == 200
    for expected in (
        f"http://localhost:{run.port}",
        str(data),
        "Ctrl-C stops",
        "create_admin",
        "EMAIL_HOST=console",
    ):
        assert expected in run.said


def test_it_listens_on_this_machine_only(house: tuple[Run, Path]):
    run, _ = house
    assert addresses_listened_on(run) == {"127.0.0.1"}


def addresses_listened_on(run: Run) -> set[str]:
    """By whatever it has started; what has ended since it was listed listens no more."""
    found = set()
    for process in psutil.Process(run.process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            opened = process.net_connections()
            found |= {each.laddr.ip for each in opened if each.status == psutil.CONN_LISTEN}
    return found


def test_what_it_keeps_is_readable_by_nobody_else(house: tuple[Run, Path]):
    _, data = house
    assert (data / "postgres").stat().st_mode & 0o077 == 0
    assert (data / "socket").stat().st_mode & 0o077 == 0
    assert (data / "secret_key").stat().st_mode & 0o077 == 0


def test_two_runs_do_not_share_a_folder(house: tuple[Run, Path]):
    _, data = house
    second = supervisor(data, PORT=str(free_port()))
    assert second.returncode == 1
    assert "Another Télavis runs on" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1


def test_the_worker_logs_nothing_but_json(house: tuple[Run, Path]):
    _, data = house
    log = data / "logs" / "worker.log"
    limit = time.monotonic() + PATIENCE
    while not log.read_text() and time.monotonic() < limit:
        time.sleep(0.1)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert lines[0]["event"] == "worker_started"


@pytest.mark.parametrize("program", ["granian", "manage.py work", "postgres"])
def test_a_program_that_dies_is_started_again(house: tuple[Run, Path], program: str):
    run, _ = house
    victim = find_program(run, program)
    with suppress(psutil.NoSuchProcess):  # the worker follows a database that has just been ended
        victim.kill()
    victim.wait(PATIENCE)
    wait_until_whole(run)
    assert find_program(run, program) != victim


def find_program(run: Run, program: str) -> psutil.Process:
    """Waited for: between its death and its next start there is none."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        for child in psutil.Process(run.process.pid).children():
            with suppress(psutil.NoSuchProcess):
                if program in " ".join(child.cmdline()):
                    return child
        time.sleep(0.1)
    raise AssertionError(f"{program} does not run: {run.said}")


def test_killed_outright_it_starts_again_and_asked_to_stop_it_leaves_nothing_running():
    """How long it takes is measured by tools/measure_start.py, on a machine that does nothing else."""
    with own_folder() as data:
        copy_cluster(data / "postgres")
        with running(data, WEB_PROCESSES="1") as run:
            write(data, "before it was killed")
            run.stop(signal.SIGKILL)
        with running(data, PORT=str(run.port), WEB_PROCESSES="1") as again:
            assert get(again, "/sante/pret") == 200
            write(data, "before it was stopped")
            again.stop(signal.SIGINT)
            assert again.process.returncode == 0
        # A worker whose supervisor and database were killed may finish its last wait for them first.
        limit = time.monotonic() + PATIENCE
        while processes_of(data) and time.monotonic() < limit:
            time.sleep(0.5)
        assert processes_of(data) == []
        assert written(data) == ["before it was killed", "before it was stopped"]


def write(data: Path, text: str) -> None:
    """A row in the database of a run."""
    with psycopg.connect(Cluster(data / "postgres").url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (text text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [text])


def written(data: Path) -> list[str]:
    """The rows that outlived the runs."""
    cluster = Cluster(data / "postgres")
    cluster.start()
    try:
        with psycopg.connect(cluster.url) as connection:
            return [text for (text,) in connection.execute("SELECT text FROM kept")]
    finally:
        cluster.stop()


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = supervisor(tmp_path, PORT=str(port))
    assert refused.returncode == 1
    assert f"Port {port} of 127.0.0.1 cannot be listened on" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"


def test_data_of_another_postgresql_is_left_alone(tmp_path: Path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16\n")
    refused = supervisor(tmp_path, PORT=str(free_port()))
    assert refused.returncode == 1
    assert "belongs to PostgreSQL 16" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("")
    refused = supervisor(tmp_path / "file" / "data", PORT=str(free_port()))
    assert refused.returncode == 1
    assert "give another with TELAVIS_DATA" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_a_word_that_is_no_command_starts_nothing(capsys: pytest.CaptureFixture[str]):
    assert main(["--help"]) == 1
    assert "“--help” is no command" in capsys.readouterr().err


def test_the_demonstration_names_its_accounts_and_hides_its_pages_from_other_machines():
    told = {"data": Path("d"), "logs": None, "demo": True, "sends_mails": True}
    shown = words.ready(address="http://localhost:1", demo_pages=True, **told)
    assert all(account.username in shown for account in ACCOUNTS)
    assert PASSWORD in shown
    assert "/demo/messages/" in shown
    hidden = words.ready(address="http://10.0.0.1:1", demo_pages=False, **told)
    assert "/demo/messages/" not in hidden
