"""A small server that does what OVH's SMS interface does: it checks the signature, then takes the message."""

import hashlib
import json
import ssl
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

APPLICATION_KEY, APPLICATION_SECRET, CONSUMER_KEY = "application", "application-secret", "consumer"
SERVICE = "sms-ab12345-1"
CLOCK_DRIFT = 7000
"""The server's clock is two hours ahead: a client that signs with its own time is refused."""


class OvhServer:
    """Listens on 127.0.0.1 with TLS, keeps what it took in `taken` and every path that was asked in `asked`."""

    def __init__(self, certificate: Path) -> None:
        self.taken: list[tuple[str, str]] = []
        self.asked: list[str] = []
        self.answers_with: tuple[int, dict[str, str], bytes] | None = None
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.endpoint = f"https://127.0.0.1:{self.http.server_port}/1.0"

    def start(self) -> None:
        self.thread = Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def stop(self) -> None:
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()

    def now(self) -> int:
        return int(time.time()) + CLOCK_DRIFT


def _handler(server: OvhServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(self.path)
            self._answer(200, str(server.now()).encode())

        def do_POST(self) -> None:
            server.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if server.answers_with:
                status, headers, answer = server.answers_with
                self._answer(status, answer, headers)
            elif not self._is_signed(body):
                self._answer(400, b'{"message": "Invalid signature"}')
            elif self.path != f"/1.0/sms/{SERVICE}/jobs":
                self._answer(404, b'{"message": "The requested object does not exist"}')
            else:
                self._take(json.loads(body))

        def _is_signed(self, body: str) -> bool:
            stamp = self.headers["X-Ovh-Timestamp"]
            url = server.endpoint.removesuffix("/1.0") + self.path
            words = "+".join([APPLICATION_SECRET, CONSUMER_KEY, "POST", url, body, stamp])
            signature = "$1$" + hashlib.sha1(words.encode()).hexdigest()  # noqa: S324 OVH's own scheme
            return (
                self.headers["X-Ovh-Application"] == APPLICATION_KEY
                and self.headers["X-Ovh-Consumer"] == CONSUMER_KEY
                and self.headers["X-Ovh-Signature"] == signature
                and abs(int(stamp) - server.now()) < 30
            )

        def _take(self, job: dict[str, object]) -> None:
            receivers = [str(receiver) for receiver in job["receivers"]]  # type: ignore[attr-defined]
            valid = [receiver for receiver in receivers if receiver.startswith(("+336", "+337", "+262"))]
            server.taken += [(receiver, str(job["message"])) for receiver in valid]
            answer = {
                "ids": [1] * len(valid),
                "totalCreditsRemoved": len(valid),
                "validReceivers": valid,
                "invalidReceivers": [receiver for receiver in receivers if receiver not in valid],
            }
            self._answer(200, json.dumps(answer).encode())

        def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output quiet."""

    return Handler
