"""A crowd of browsers in one thread: connections that ask again as soon as they are answered."""

import selectors
import socket
import time
from dataclasses import dataclass, field
from statistics import median, quantiles

CONNECTIONS = 16
MOST = 20_000
PATIENCE = 30.0


class BadAnswer(Exception):
    """The server answered something else than the page."""


@dataclass
class Round:
    """What one page did under load, once."""

    seconds: float
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds


@dataclass
class Measure:
    """What it did in several rounds: a middle that one disturbed round does not move."""

    rounds: list[Round] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return median(each.rate for each in self.rounds)

    @property
    def p95(self) -> float:
        """In milliseconds."""
        return quantiles([one for each in self.rounds for one in each.latencies], n=20)[-1] * 1000


def ratio(one: Measure, other: Measure) -> float:
    """Of the rates of two pages, round by round: what slows a whole round slows both."""
    return median(a.rate / b.rate for a, b in zip(one.rounds, other.rounds, strict=True))


class _Browser:
    """One kept connection and the answer that it is receiving."""

    def __init__(self, port: int, question: bytes) -> None:
        self.question = question
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> None:
        self.received, self.expected = b"", 0
        self.asked_at = time.perf_counter()
        self.socket.sendall(self.question)

    def has_all(self) -> bool:
        """Take what has come; whether it was the end of the answer."""
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise BadAnswer("the server closed the connection")
        self.received += piece
        if not self.expected and b"\r\n\r\n" in self.received:
            self.expected = _whole_length(self.received)
        return 0 < self.expected <= len(self.received)


def _whole_length(received: bytes) -> int:
    head, _, _ = received.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    if b" 200 " not in lines[0] + b" ":
        raise BadAnswer(lines[0].decode())
    for line in lines[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return len(head) + 4 + int(value)
    raise BadAnswer("an answer without a length")


def question(path: str, cookie: str) -> bytes:
    """A page as a browser asks for it."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid={cookie}\r\n"
        "Accept: text/html\r\nAccept-Encoding: gzip\r\nConnection: keep-alive\r\n\r\n"
    ).encode()


def ask_for(port: int, path: str, cookie: str, *, seconds: float, connections: int = CONNECTIONS) -> Round:
    """Ask for a page for so long, by all browsers at once."""
    asked = question(path, cookie)
    with selectors.DefaultSelector() as waiting:
        browsers = [_Browser(port, asked) for _ in range(connections)]
        try:
            for browser in browsers:
                waiting.register(browser.socket, selectors.EVENT_READ, browser)
            return _listen(waiting, browsers, seconds)
        finally:
            for browser in browsers:
                browser.socket.close()


def _listen(waiting: selectors.DefaultSelector, browsers: list[_Browser], seconds: float) -> Round:
    """Ask until the time is over, then wait for what is still asked: the next page must find the server at rest."""
    started = time.perf_counter()
    latencies: list[float] = []
    for browser in browsers:
        browser.ask()
    asked = len(browsers)
    while asked:
        ready = waiting.select(PATIENCE)
        if not ready:
            raise BadAnswer(f"nothing came for {PATIENCE:.0f} s")
        for key, _ in ready:
            answered: _Browser = key.data
            if not answered.has_all():
                continue
            latencies.append(time.perf_counter() - answered.asked_at)
            if time.perf_counter() < started + seconds and len(latencies) < MOST:
                answered.ask()
            else:
                asked -= 1
    return Round(time.perf_counter() - started, latencies)
