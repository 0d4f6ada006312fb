"""A line that is cut anywhere: what arrives in the end is the file, to the last bit (docs/decisions/0042)."""

import base64
import hashlib
import random
import socket
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse

from telavis.documents.models import Document, Upload
from telavis.documents.tasks import put_together
from tests.documents import files
from tests.factories import ServiceRequestFactory, requester_of
from tests.trials.plugin import Trial
from tests.web.folder.conftest import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

SIZE = 300_000
PIECE = 65_536


class Line:
    """A browser's line to the server that breaks where it is told to."""

    def __init__(self, address: str, cookie: str, token: str) -> None:
        place = urlsplit(address)
        self.host, self.port = place.hostname or "", place.port or 0
        self.headers = {
            "Tus-Resumable": "1.0.0",
            "Cookie": f"{cookie}; {settings.CSRF_COOKIE_NAME}={token}",
            "X-CSRFToken": token,
        }

    def ask(self, method: str, path: str, body: bytes = b"", **told: str) -> dict[str, str]:
        line = HTTPConnection(self.host, self.port, timeout=30)
        try:
            line.request(method, path, body or None, {**self.headers, **told})
            answer = line.getresponse()
            answer.read()
            assert answer.status in (200, 201, 204), answer.status
            return {name.lower(): value for name, value in answer.getheaders()}
        finally:
            line.close()

    def send_and_break(self, path: str, piece: bytes, at: int, *, after: int) -> None:
        """The piece is announced whole, and the line breaks in the middle of it."""
        lines = [f"PATCH {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        told = {**self.headers, **piece_headers(at), "Content-Length": str(len(piece))}
        head = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in told.items()), "", ""])
        with socket.create_connection((self.host, self.port), timeout=30) as line:
            line.sendall(head.encode() + piece[:after])
            line.shutdown(socket.SHUT_WR)
            line.recv(4096)


def piece_headers(at: int) -> dict[str, str]:
    return {"Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"}


def upload(line: Line, folder: str, content: bytes, cuts: list[int]) -> str:
    """Send it, breaking off at each of these bytes, and going on from where the server stands."""
    name = base64.b64encode("lésion.png".encode()).decode()
    begun = line.ask(
        "POST", folder, **{"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"}
    )
    place = begun["location"]
    at = 0
    while at < len(content):
        piece = content[at : at + PIECE]
        if cuts and at <= cuts[0] < at + len(piece):
            line.send_and_break(place, piece, at, after=cuts.pop(0) - at)
        else:
            line.ask("PATCH", place, piece, **piece_headers(at))
        at = int(line.ask("HEAD", place)["upload-offset"])
    return place.rstrip("/").rsplit("/", maxsplit=1)[-1]


def test_a_file_cut_at_any_byte_arrives_whole(trial: Trial, live_server: Any, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    draft = ServiceRequestFactory()
    client = signed_in(requester_of(draft))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    line = Line(live_server.url, cookie, "a" * 32)
    folder = reverse("folder:uploads", args=[draft.folder_id])
    equal = 0
    for case in range(trial.count):
        chance = random.Random(trial.random.random())
        content = files.png(random.Random(case)) + chance.randbytes(SIZE)
        cuts = sorted(chance.sample(range(len(content)), 3)) if case % 2 else [chance.randrange(len(content))]
        key = upload(line, folder, content, cuts)
        document = Upload.objects.get(pk=key).document
        assert document is not None
        put_together(upload_id=key)
        document.refresh_from_db()
        equal += document.original_sha256 == hashlib.sha256(content).hexdigest()
        Document.objects.all().delete()
    trial.note(equal=f"{equal} of {trial.count}")
    assert equal == trial.count
