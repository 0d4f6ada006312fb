"""Giving the bytes of a document to a browser: whole or a part, under rules that let nothing in it run."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from telavis.documents.keeping import opened
from telavis.documents.models import Document
from telavis.documents.names import name_on_disk

PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=[ \t]*(\d{0,30})-(\d{0,30})[ \t]*", re.IGNORECASE | re.ASCII)

_NOTHING_RUNS = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
)
# A sandboxed page may not use the browser's own PDF reader: cleaned PDFs get everything but the sandbox.
_NOTHING_RUNS_IN_A_PDF = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)

SAVE = "enregistrer"
"""In the query: the file is to be saved, not shown."""

NEVER_KEPT = "private, no-store"
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def head_of(document: Document) -> HttpResponseBase:
    """What HEAD answers: nothing is read, so nothing is opened."""
    length = {"Content-Length": str(document.rendition_size)}
    return with_rules(HttpResponse(headers=length), **_rules_of(document, is_kept=False))


def is_next_piece(request: HttpRequest, document: Document) -> bool:
    """A browser that fetches a PDF in pieces asks for one that is not the first."""
    part = wanted_range(request, document.rendition_size)
    return part is not None and part.start > 0


def serve_rendition(request: HttpRequest, document: Document) -> HttpResponseBase:
    """The caller has opened it."""
    file = opened(document, document.rendition_key)
    rules = _rules_of(document, is_kept=SAVE in request.GET)
    try:
        return serve(request, file, size=document.rendition_size, **rules)
    except BaseException:
        file.close()
        raise


def serve_original(request: HttpRequest, document: Document) -> HttpResponseBase:
    """As bytes of no kind, so that no browser opens them by itself; the caller has opened it."""
    file = opened(document, document.original_key)
    ending = PurePath(document.file_name).suffix
    name = f"{name_on_disk(document.title)}{ending}"
    try:
        return serve(
            request,
            file,
            size=document.original_size,
            content_type="application/octet-stream",
            name=name,
            cache=NEVER_KEPT,
            is_kept=True,
        )
    except BaseException:
        file.close()
        raise


def _rules_of(document: Document, *, is_kept: bool) -> dict[str, Any]:
    """Neutral where it is shown, as a patient's name would stay in the history; one's own title where one saves it."""
    stem = name_on_disk(document.title) if is_kept else f"document-{document.position + 1}"
    name = f"{stem}.{ENDINGS[document.rendition_type]}"
    return {"content_type": document.rendition_type, "name": name, "cache": NEVER_KEPT, "is_kept": is_kept}


def wanted_range(request: HttpRequest, size: int) -> range | None:
    """The bytes of the one range that is asked for (RFC 9110, 14); an empty one lies beyond the end.

    None is the whole: nothing asked, several ranges, words that mean nothing, or a condition (If-Range) that cannot
    be met, since no answer of ours carries a validator.
    """
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or match is None or not any(match.groups()) or "If-Range" in request.headers:
        return None
    first, last = match.groups()
    if not first:
        return range(max(size - int(last), 0), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


def serve(request: HttpRequest, file: "File[Any]", *, size: int, **rules: Any) -> HttpResponseBase:
    """Whole, or the part that is asked for; the rules are those of `with_rules`."""
    part = wanted_range(request, size)
    if part is not None and not part:
        file.close()
        response: HttpResponseBase = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        given = range(size) if part is None else part
        response = StreamingHttpResponse(_Pieces(file, given), status=200 if part is None else 206)
        response.headers["Content-Length"] = str(len(given))
        if part is not None:
            response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return with_rules(response, **rules)


def with_rules(
    response: HttpResponseBase, *, content_type: str, name: str, cache: str, is_kept: bool = False
) -> HttpResponseBase:
    """`is_kept`: to be saved by the browser, under this name."""
    is_pdf = content_type == "application/pdf"
    rules = {
        "Content-Type": content_type,
        "Content-Disposition": str(content_disposition_header(is_kept, name)),
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

    def __init__(self, file: "File[Any]", given: range) -> None:
        self.file, self.left = file, len(given)
        self.close = file.close
        # Read before the answer begins: a file that does not open is a fault of ours, not half a document.
        try:
            file.seek(given.start)
            self.first = self._next()
        except BaseException:
            file.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        piece = self.first
        while piece:
            yield piece
            piece = self._next()

    def _next(self) -> bytes:
        piece = bytes(self.file.read(min(PIECE, self.left)))
        self.left -= len(piece)
        return piece
