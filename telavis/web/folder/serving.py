"""Giving the bytes of a document to a browser: whole or a part, under rules that let nothing in it run."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")

_NOTHING_RUNS = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
)
# A sandboxed page may not use the browser's own PDF reader: cleaned PDFs get everything but the sandbox.
_NOTHING_RUNS_IN_A_PDF = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)

NEVER_KEPT = "private, no-store"


def wanted_range(request: HttpRequest, size: int) -> tuple[int, int] | None:
    """First and last byte of the one range that is asked for; anything else is answered whole."""
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or not any(match.groups()) or size == 0:
        return None
    first, last = match.groups()
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last) if last else size - 1, size - 1)


def serve(
    request: HttpRequest, file: "File[Any]", *, size: int, content_type: str, name: str, cache: str
) -> HttpResponseBase:
    """`name` is neutral: a patient's name in it would stay in the list of downloads."""
    part = wanted_range(request, size)
    if part and (part[0] > part[1] or part[0] >= size):
        file.close()
        response: HttpResponseBase = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        first, last = part or (0, size - 1)
        response = StreamingHttpResponse(_Pieces(file, first, last - first + 1), status=206 if part else 200)
        response.headers["Content-Length"] = str(last - first + 1)
        if part:
            response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return with_rules(response, content_type=content_type, name=name, cache=cache)


def with_rules(response: HttpResponseBase, *, content_type: str, name: str, cache: str) -> HttpResponseBase:
    is_pdf = content_type == "application/pdf"
    rules = {
        "Content-Type": content_type,
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Security-Policy": _NOTHING_RUNS_IN_A_PDF if is_pdf else _NOTHING_RUNS,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": cache,
        "Accept-Ranges": "bytes",
    }
    for header, rule in rules.items():
        response.headers[header] = rule
    return response


class _Pieces:
    """A part of a file, read as it is sent; Django closes it when the browser has it all, or has gone."""

    def __init__(self, file: "File[Any]", first: int, count: int) -> None:
        self.file, self.first, self.count = file, first, count
        self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.first)
        left = self.count
        while left > 0 and (piece := self.file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
