"""A PostgreSQL server that is somebody else's: it listens on a port, asks for a password, and is not ours to stop."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from telavis.supervisor.postgres import Cluster
from tests.operations.running import free_port, own_folder
from tests.prepared import copy_cluster

PASSWORD = "p@ss/word"
ENTRANCE = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
HELLO, NO_SECURITY = struct.Struct("!II"), b"N"
GREETINGS = {80877103, 80877104}  # «shall we speak TLS?», «GSS?»


class OutsideServer(Cluster):
    """`address` is what DATABASE_URL holds; the owner of the server comes in by `url`, without a password."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"{super().url}&port={self.port}"

    @property
    def address(self) -> str:
        return self.address_with("p%40ss%2Fword")

    def address_with(self, password: str, *, database: str = "telavis") -> str:
        return f"postgresql://telavis:{password}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        """Before it starts: its database is that of this version."""
        copy_cluster(self.folder)
        self._ask_for_passwords()

    def start(self) -> None:
        super().start()
        self.execute(f"ALTER ROLE telavis PASSWORD '{PASSWORD}'")

    def execute(self, *statements: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def _initialise(self) -> None:
        super()._initialise()
        self._ask_for_passwords()

    def _ask_for_passwords(self) -> None:
        (self.folder / "pg_hba.conf").write_text(ENTRANCE)

    def _settings(self) -> dict[str, str]:
        return {**super()._settings(), "listen_addresses": "127.0.0.1", "port": str(self.port)}


@contextmanager
def outside_server(*, is_prepared: bool = False) -> Iterator[OutsideServer]:
    with own_folder() as home:
        server = OutsideServer(home / "postgres")
        if is_prepared:
            server.prepare()
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def server_of_version(version: str) -> Iterator[int]:
    """The port of what says that it is PostgreSQL of this version, to whoever comes in."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(60)
        thread = threading.Thread(target=_receive, args=(door, version), daemon=True)
        thread.start()
        yield door.getsockname()[1]
        door.shutdown(
            socket.SHUT_RDWR
        )  # who waits at it for a guest is told; closing alone would not wake it
        thread.join(10)


def _receive(door: socket.socket, version: str) -> None:
    while True:
        try:
            guest, _ = door.accept()
        except OSError:
            return
        with guest:
            size, wish = HELLO.unpack(guest.recv(HELLO.size))
            while wish in GREETINGS:
                guest.sendall(NO_SECURITY)
                size, wish = HELLO.unpack(guest.recv(HELLO.size))
            guest.recv(size - HELLO.size)
            said = b"server_version\0" + version.encode() + b"\0"
            guest.sendall(_message(b"R", bytes(4)) + _message(b"S", said) + _message(b"Z", b"I"))
            guest.recv(5)  # it takes its leave


def _message(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("!I", len(content) + 4) + content
