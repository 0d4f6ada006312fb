"""The simulated INS service behind true mutual TLS on loopback: who shows no certificate of the authority is not heard."""

import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

from telavis.gateways.insi.simulated import answer

XML = "application/soap+xml; charset=utf-8"


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Those who are not let in are what some tests are about."""


class InsiServer:
    """Listens on 127.0.0.1; `answers_with` is said in the place of the true answer, `is_silent` says nothing."""

    def __init__(self, certificate: Path, authority: Path) -> None:
        self.asked: list[bytes] = []
        self.answers_with: tuple[int, str, bytes] | None = None
        self.is_silent = False
        self.stopped = Event()
        self.http = _QuietServer(("127.0.0.1", 0), _handler(self))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(authority))
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_cert_chain(certificate)
        self.http.socket = context.wrap_socket(
            self.http.socket, server_side=True, do_handshake_on_connect=False
        )
        self.address = f"https://127.0.0.1:{self.http.server_port}/insi"
        self.thread = Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02})

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.stopped.set()
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


def _handler(server: InsiServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            server.asked.append(asked)
            if server.is_silent:
                server.stopped.wait()
                return
            status, kind, content = server.answers_with or (200, XML, answer(asked))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
