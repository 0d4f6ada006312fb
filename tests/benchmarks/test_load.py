"""A crowd of browsers against a tiny server on loopback."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.load import CONNECTIONS, BadAnswer, Measure, Round, ask_for, ratio
from benchmarks.weight import Scales

PAGE = b"""<!doctype html><link rel="stylesheet" href="/all.css"><script src="/js/a.js" type="module"></script>"""
FILES = {
    "/page": PAGE,
    "/all.css": b'@font-face { src: url("/font.woff2") } body { color: red }',
    "/js/a.js": b'import { b } from "./b.js";',
    "/js/b.js": b"export const b = 1;",
    "/font.woff2": b"f" * 300,
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = FILES.get(self.path)
        self.send_response(200 if body else 500)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_every_browser_is_answered_at_least_once(port: int):
    done = ask_for(port, "/page", "cookie", seconds=0)
    assert len(done.latencies) >= CONNECTIONS
    assert all(0 < latency <= done.seconds for latency in done.latencies)


def test_a_failing_page_is_no_measure(port: int):
    with pytest.raises(BadAnswer, match="500"):
        ask_for(port, "/nothing", "cookie", seconds=0.1)


def test_two_pages_are_compared_round_by_round():
    steady = Measure([Round(1, [0.1] * 10), Round(1, [0.1] * 2), Round(1, [0.1] * 10)])
    twice = Measure([Round(1, [0.1] * 20), Round(1, [0.1] * 4), Round(1, [0.1] * 20)])
    assert ratio(twice, steady) == 2


def test_a_first_load_counts_what_the_page_pulls_in(port: int):
    weight = Scales(port).weigh("/page", "cookie")
    assert weight.css == len(FILES["/all.css"])
    assert weight.js == len(FILES["/js/a.js"]) + len(FILES["/js/b.js"])
    assert weight.font == 300
    assert weight.first_load == weight.html + weight.css + weight.js
