"""Opening a document, and its thumbnail: the first leaves a trace, the second and HEAD do not."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_safe

from telavis.documents.keeping import opened
from telavis.documents.models import Document
from telavis.documents.openings import open_document, open_original
from telavis.web.folder.access import document_for
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.serving import (
    NEVER_KEPT,
    head_of,
    is_next_piece,
    serve_original,
    serve_rendition,
    with_rules,
)

THUMBNAIL_TYPE = "image/jpeg"


@require_safe
def open_one(request: ActorRequest, document_id: UUID) -> HttpResponseBase:
    """The safe rendition, in the browser's own viewer."""
    document, rights = document_for(request, document_id)
    if document.removed_at or not document.rendition_key:
        raise Http404
    if request.method == "HEAD":
        return head_of(document)
    try:
        open_document(
            document,
            by=request.actor,
            service_request_id=rights.service_request.pk,
            is_next_piece=is_next_piece(request, document),
        )
    except Document.DoesNotExist:
        raise Http404 from None
    return serve_rendition(request, document)


@require_GET
def original(request: ActorRequest, document_id: UUID) -> HttpResponseBase:
    """The file as it came, to be saved and never shown, where the service lets."""
    document, rights = document_for(request, document_id)
    if document.removed_at:
        raise Http404
    if not rights.may_save_originals:
        raise PermissionDenied
    try:
        document = open_original(document, by=request.actor, service_request_id=rights.service_request.pk)
    except Document.DoesNotExist:
        raise Http404 from None
    return serve_original(request, document)


@require_safe
def thumbnail(request: ActorRequest, document_id: UUID) -> HttpResponseBase:
    document, _ = document_for(request, document_id)
    if not document.thumbnail_key:
        raise Http404
    with opened(document, document.thumbnail_key) as file:
        response = HttpResponse(file.read())
    return with_rules(response, content_type=THUMBNAIL_TYPE, name="vignette.jpg", cache=NEVER_KEPT)
