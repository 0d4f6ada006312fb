"""`DATABASE_URL`: what is wrong with somebody else's server is told in one sentence, and nothing starts on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.operations.outside import OutsideServer, outside_server, server_of_version
from tests.operations.running import ADMINISTRATOR, free_port, production, supervisor

EACH_START = [(), ("web",), ("worker",)]
PROCESSES = [("web",), ("worker",)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def empty() -> Iterator[OutsideServer]:
    """A server whose database holds nothing."""
    with outside_server() as server:
        yield server


@pytest.fixture(scope="module")
def prepared(data: Path) -> Iterator[OutsideServer]:
    """A server whose database is that of this version."""
    with outside_server(is_prepared=True) as server:
        made = supervisor(data, "manage", "create_admin", **production(server.address), **ADMINISTRATOR)
        assert made.returncode == 0, made.stderr
        yield server


def refusal(data: Path, words: tuple[str, ...], address: str, **more: str) -> str:
    """The one sentence with which this start ends."""
    refused = supervisor(data, *words, **{**production(address), "PORT": str(free_port()), **more})
    assert refused.returncode == 1, refused.stdout
    (sentence,) = refused.stderr.strip().splitlines()
    assert sentence.startswith("Télavis: ")
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize("words", EACH_START)
def test_a_server_that_is_down(data: Path, words: tuple[str, ...]):
    port = free_port()
    sentence = refusal(data, words, f"postgresql://telavis:secret@127.0.0.1:{port}/telavis")
    assert f"at 127.0.0.1:{port} does not answer (Connection refused)" in sentence
    assert "secret" not in sentence


@pytest.mark.parametrize("words", EACH_START)
def test_a_wrong_password(empty: OutsideServer, data: Path, words: tuple[str, ...]):
    sentence = refusal(data, words, empty.address_with("wrong"))
    assert 'refuses us (password authentication failed for user "telavis")' in sentence
    assert "wrong" not in sentence


def test_a_database_that_does_not_exist(empty: OutsideServer, data: Path):
    assert 'database "another" does not exist' in refusal(
        data, (), empty.address_with("p%40ss%2Fword", database="another")
    )


@pytest.mark.parametrize("words", EACH_START)
def test_a_server_that_is_too_old(data: Path, words: tuple[str, ...]):
    with server_of_version("15.4") as port:
        sentence = refusal(data, words, f"postgresql://telavis@127.0.0.1:{port}/telavis")
    assert "has version 15: 17 or later is needed" in sentence


@pytest.mark.parametrize("words", PROCESSES)
def test_a_database_that_was_not_migrated(empty: OutsideServer, data: Path, words: tuple[str, ...]):
    assert "run `manage.py prepare`" in refusal(data, words, empty.address)


@pytest.mark.parametrize("words", EACH_START)
def test_settings_that_no_production_has(prepared: OutsideServer, data: Path, words: tuple[str, ...]):
    assert "DEBUG is on" in refusal(data, words, prepared.address, DEBUG="1")
    assert "SECRET_KEY is too short" in refusal(data, words, prepared.address, SECRET_KEY="short")
    assert "CONTACT_EMAIL is not set" in refusal(data, words, prepared.address, CONTACT_EMAIL="")


@contextmanager
def while_it_says(server: OutsideServer, *statements: str, afterwards: list[str]) -> Iterator[None]:
    server.execute(*statements)
    try:
        yield
    finally:
        server.execute(*afterwards)


def test_a_server_that_may_lose_what_it_acknowledged(prepared: OutsideServer, data: Path):
    again, reload = "ALTER SYSTEM RESET fsync", "SELECT pg_reload_conf()"
    with while_it_says(prepared, "ALTER SYSTEM SET fsync = off", reload, afterwards=[again, reload]):
        assert "fsync=off" in refusal(data, ("worker",), prepared.address)


def test_demonstration_accounts(prepared: OutsideServer, data: Path):
    is_demo = "UPDATE accounts_user SET is_demo = {}"
    with while_it_says(prepared, is_demo.format("true"), afterwards=[is_demo.format("false")]):
        assert "demonstration accounts" in refusal(data, ("worker",), prepared.address)


def test_a_command_says_it_too(data: Path):
    address = f"postgresql://telavis@127.0.0.1:{free_port()}/telavis"
    assert "does not answer" in refusal(data, ("manage", "prepare"), address)
