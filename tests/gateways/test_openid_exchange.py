"""A question to a provider is bounded: in time, in size, in where it goes."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from telavis.gateways.openid import exchange
from telavis.gateways.openid.exchange import Question, over_network
from telavis.gateways.openid.faults import ProviderUnavailable


class Handler(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "/secret")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asks has left: that is what is proved
            self._say()

    def _say(self) -> None:
        for _ in range(20 if self.path == "/drips" else 1):
            self.wfile.write(b"x" * (600 * 1024 if self.path == "/long" else 1))
            self.wfile.flush()
            if self.path in ("/drips", "/waits"):
                self.server.stopped.wait(0.2 if self.path == "/drips" else 3)  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    Handler.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.stopped = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.stopped.set()  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()


def ask(url: str) -> exchange.Reply:
    return over_network(Question(url, {}))


def test_an_answer_comes_back(site: str):
    assert ask(f"{site}/").body == b"x"


def test_a_redirection_is_not_followed(site: str):
    assert ask(f"{site}/elsewhere").status == 302
    assert Handler.asked == ["/elsewhere"]


def test_a_long_answer_is_left(site: str):
    with pytest.raises(ProviderUnavailable, match="too long"):
        ask(f"{site}/long")


def test_an_answer_that_drips_is_left(site: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exchange, "WHOLE_TIME_LIMIT", 0.3)
    with pytest.raises(ProviderUnavailable, match="too slow"):
        ask(f"{site}/drips")


def test_an_answer_that_stops_half_way_is_left(site: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exchange, "TIME_LIMIT", 0.3)
    with pytest.raises(ProviderUnavailable, match="no answer"):
        ask(f"{site}/waits")


@pytest.mark.parametrize("url", ["http://provider.example/", "ftp://127.0.0.1/", "file:///etc/passwd", ""])
def test_nothing_is_asked_in_clear_of_another_machine(url: str):
    with pytest.raises(ProviderUnavailable, match="not https"):
        ask(url)


def test_a_proxy_is_never_asked_about_this_machine(monkeypatch: pytest.MonkeyPatch, site: str):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert ask(f"{site}/").status == 200
