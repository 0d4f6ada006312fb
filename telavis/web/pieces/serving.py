"""Giving the bytes of a document to a browser: whole or a part, under rules that let nothing in it run."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from telavis.documents.models import Document
from telavis.gateways import object_store

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
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def head_of(document: Document) -> HttpResponseBase:
    """What HEAD answers: nothing is read, so nothing is opened."""
    length = {"Content-Length": str(document.rendition_size)}
    return with_rules(HttpResponse(headers=length), **_rules_of(document))


def is_next_piece(request: HttpRequest, document: Document) -> bool:
    """A browser that fetches a PDF in pieces asks for one that is not the first."""
    part = wanted_range(request, document.rendition_size)
    return part is not None and part[0] > 0


def serve_rendition(request: HttpRequest, document: Document) -> HttpResponseBase:
    """The caller has opened it."""
    file = object_store.read(document.rendition_key)
    return serve(request, file, size=document.rendition_size, **_rules_of(document))


def _rules_of(document: Document) -> dict[str, str]:
    name = f"document-{document.position + 1}.{ENDINGS[document.rendition_type]}"
    return {"content_type": document.rendition_type, "name": name, "cache": NEVER_KEPT}


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
