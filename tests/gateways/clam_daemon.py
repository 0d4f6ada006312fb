"""A daemon on loopback that speaks as ClamAV's does: a stream in pieces, one line back."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Listener(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.readline() == b"nINSTREAM\n"
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        self.wfile.write(self.server.answer_to(content))  # type: ignore[attr-defined]


class ClamDaemon(socketserver.ThreadingTCPServer):
    """`says` replaces its answer."""

    allow_reuse_address = True
    says = b""

    def answer_to(self, content: bytes) -> bytes:
        return self.says or (b"stream: Eicar-Test FOUND\n" if EICAR in content else b"stream: OK\n")


@contextmanager
def clam_daemon() -> Iterator[ClamDaemon]:
    with ClamDaemon(("127.0.0.1", 0), _Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
