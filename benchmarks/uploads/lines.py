"""Browsers that send a file by pieces, each over a line of its own, and one that reads a page meanwhile."""

import base64
import os
import random
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection

PIECE = 4 * 1024**2
TOKEN = "t" * 32
READ_EVERY = 0.1


@dataclass
class Line:
    """One browser's: `rate` bytes a second, or as many as the server takes."""

    port: int
    path: str
    cookie: str
    size: int
    rate: float = 0
    pieces: list[float] = field(default_factory=list)
    """How long the server took for each, in seconds."""

    def send(self) -> None:
        content = b"%PDF-1.7\n" + os.urandom(64) + bytes(self.size)
        content = content[: self.size]
        name = base64.b64encode(b"mesure.pdf").decode()
        told = {"Upload-Length": str(self.size), "Upload-Metadata": f"filename {name}"}
        place, at, due = self._ask("POST", self.path, b"", told), 0, time.monotonic()
        if self.rate:  # nobody begins at the same moment as somebody else
            due += random.random() * PIECE / self.rate  # noqa: S311 no secret
        while at < self.size:
            piece = content[at : at + PIECE]
            if self.rate:  # a proxy hands a piece over once it has all of it
                due += len(piece) / self.rate
                time.sleep(max(0.0, due - time.monotonic()))
            started = time.perf_counter()
            told = {"Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"}
            self._ask("PATCH", place, piece, told)
            self.pieces.append(time.perf_counter() - started)
            at += len(piece)

    def _ask(self, method: str, path: str, body: bytes, told: dict[str, str]) -> str:
        headers = {
            "Tus-Resumable": "1.0.0",
            "Cookie": f"sessionid={self.cookie}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            **told,
        }
        line = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            said = answer.read()
            if answer.status not in (201, 204):
                raise SystemExit(f"{method} {path}: {answer.status} {said[:200]!r}")
            return answer.headers.get("Location", path)
        finally:
            line.close()


class Reader(threading.Thread):
    """Asks for the inbox again and again, as a person who waits for it."""

    def __init__(self, port: int, path: str, cookie: str) -> None:
        super().__init__(daemon=True)
        self.port, self.path, self.cookie = port, path, cookie
        self.latencies: list[float] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(READ_EVERY):
            started = time.perf_counter()
            line = HTTPConnection("127.0.0.1", self.port, timeout=120)
            line.request("GET", self.path, headers={"Cookie": f"sessionid={self.cookie}"})
            answer = line.getresponse()
            answer.read()
            line.close()
            if answer.status != 200:
                raise SystemExit(f"{self.path}: {answer.status}")
            self.latencies.append(time.perf_counter() - started)


def send_all(lines: list[Line]) -> float:
    """All at once; the seconds until the last has arrived."""
    started = time.monotonic()
    threads = [threading.Thread(target=line.send) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - started
