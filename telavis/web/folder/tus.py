"""Files that come by pieces and go on after a cut: tus 1.0, core, creation and termination (https://tus.io)."""

import base64
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.urls import reverse

from telavis.documents import actions
from telavis.documents.limits import MAX_PIECE, MAX_UPLOAD_SIZE
from telavis.documents.models import Upload
from telavis.documents.names import clean_text
from telavis.documents.refusals import FileRefused, Refusal
from telavis.web.folder.access import folder_for, upload_for
from telavis.web.middleware import ActorRequest

VERSION = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"
READ_AT_ONCE = 64 * 1024
LONGEST_QUESTION = 80
STATUS = {
    Refusal.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Refusal.NO_ROOM: HTTPStatus.INSUFFICIENT_STORAGE,
}
"""Of a refused file; 422 for all other reasons. The sentence stands in the answer."""

View = Callable[..., HttpResponse]


class Misspoken(Exception):
    """What was said is no tus that we speak; never the fault of a person."""

    def __init__(self, status: HTTPStatus, words: str) -> None:
        super().__init__(words)
        self.status = status


def _spoken(*methods: str) -> Callable[[View], View]:
    """The manners of the protocol around a view; the rights are asked inside it, before anything else is said."""

    def around(view: View) -> View:
        @wraps(view)
        def answered(request: ActorRequest, **key: UUID) -> HttpResponse:
            method = _method_of(request)
            if method not in methods:
                return HttpResponseNotAllowed(methods)
            try:
                response = view(request, method=method, **key)
            except FileRefused as refused:
                response = _told(
                    STATUS.get(refused.refusal, HTTPStatus.UNPROCESSABLE_ENTITY), refused.sentence
                )
            except Misspoken as fault:
                response = _told(fault.status, str(fault))
            except actions.WrongOffset as wrong:
                response = _told(HTTPStatus.CONFLICT, "", {"Upload-Offset": str(wrong.received)})
            response.headers["Tus-Resumable"] = response.headers["Tus-Version"] = VERSION
            return response

        return answered

    return around


def _method_of(request: ActorRequest) -> str:
    """A proxy that lets nothing else pass carries it in a POST, never in a GET: that one needs no token."""
    said = request.method or ""
    return request.headers.get("X-HTTP-Method-Override", said).upper() if said == "POST" else said


@_spoken("OPTIONS", "POST")
def begin(request: ActorRequest, *, method: str, folder_id: UUID) -> HttpResponse:
    """A new upload into this folder."""
    folder, _ = folder_for(request, folder_id, to_change=True)
    if method == "OPTIONS":
        abilities = {"Tus-Extension": "creation,termination", "Tus-Max-Size": str(MAX_UPLOAD_SIZE)}
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=abilities)
    _check_version(request)
    told = _metadata(request)
    upload = actions.start_upload(
        folder,
        file_name=told.get("filename", ""),
        question=clean_text(told.get("question", ""))[:LONGEST_QUESTION],
        length=_number(request, "Upload-Length"),
        by=request.actor,
    )
    place = reverse("folder:upload", args=[upload.pk])
    return HttpResponse(status=HTTPStatus.CREATED, headers={"Location": place, "Upload-Offset": "0"})


@_spoken("OPTIONS", "HEAD", "PATCH", "DELETE")
def go_on(request: ActorRequest, *, method: str, upload_id: UUID) -> HttpResponse:
    """How far it has come, the next piece, or the end of it."""
    upload, rights = upload_for(request, upload_id)
    if method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    _check_version(request)
    if method == "PATCH":
        upload = _append(request, upload, rights.service_request.pk)
    elif method == "DELETE":
        try:
            actions.cancel(upload, by=request.actor, service_request_id=rights.service_request.pk)
        except Upload.DoesNotExist:
            raise Http404 from None
    known = {"Upload-Offset": str(upload.received), "Cache-Control": "no-store"}
    if method == "HEAD":
        known["Upload-Length"] = str(upload.length)
    if upload.document_id and method != "DELETE":
        known["X-Telavis-Document"] = f"{reverse('folder:shown', args=[upload.document_id])}?en=colonne"
    status = HTTPStatus.OK if method == "HEAD" else HTTPStatus.NO_CONTENT
    return HttpResponse(status=status, headers=known)


def _append(request: ActorRequest, upload: Upload, service_request_id: UUID) -> Upload:
    if request.content_type != PIECE_TYPE:
        raise Misspoken(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Content-Type: {PIECE_TYPE}")
    at, announced = _number(request, "Upload-Offset"), _number(request, "Content-Length")
    if at != upload.received:
        raise actions.WrongOffset(upload.received)
    if announced > MAX_PIECE or announced > upload.length - at:
        raise Misspoken(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {MAX_PIECE} bytes, and no more than announced."
        )
    piece = _body_of(request, announced)
    if not piece:
        return upload
    try:
        return actions.append(upload, piece, at=at, by=request.actor, service_request_id=service_request_id)
    except Upload.DoesNotExist:  # given up meanwhile, on another page
        raise Http404 from None


def _body_of(request: ActorRequest, announced: int) -> bytes:
    """What came of it: after a cut, the bytes that were here need not come again."""
    parts: list[bytes] = []
    left = announced
    try:
        while left and (part := request.read(min(READ_AT_ONCE, left))):
            parts.append(part)
            left -= len(part)
    except (UnreadablePostError, OSError):
        pass
    return b"".join(parts)


def _check_version(request: ActorRequest) -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Misspoken(HTTPStatus.PRECONDITION_FAILED, f"Tus-Resumable: {VERSION}")


def _number(request: ActorRequest, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Misspoken(HTTPStatus.BAD_REQUEST, f"{name}: a whole number")
    return int(text)


def _metadata(request: ActorRequest) -> dict[str, str]:
    """Of what is told of a file, its name and the question it answers are kept; the rest is not looked at."""
    told: dict[str, Any] = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode()
        except ValueError:  # no base64, or no text
            raise Misspoken(HTTPStatus.BAD_REQUEST, "Upload-Metadata: pairs of a key and base64") from None
    return told


def _told(status: HTTPStatus, words: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8", headers=headers)
