"""Opening a document, and its thumbnail: the first leaves a trace, the second and HEAD do not."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from telavis.documents.models import Document
from telavis.documents.openings import open_document
from telavis.gateways import object_store
from telavis.web.folder.access import document_for
from telavis.web.folder.serving import NEVER_KEPT, serve, wanted_range, with_rules
from telavis.web.middleware import ActorRequest

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
THUMBNAIL_TYPE = "image/jpeg"


@require_safe
def open_one(request: ActorRequest, document_id: UUID) -> HttpResponseBase:
    """The safe rendition, in the browser's own viewer."""
    document, rights = document_for(request, document_id)
    if document.removed_at or not document.rendition_key:
        raise Http404
    name = f"document-{document.position + 1}.{ENDINGS[document.rendition_type]}"
    rules = {"content_type": document.rendition_type, "name": name, "cache": NEVER_KEPT}
    size = document.rendition_size
    if request.method == "HEAD":
        return with_rules(HttpResponse(headers={"Content-Length": str(size)}), **rules)
    part = wanted_range(request, size)
    try:
        open_document(
            document,
            by=request.actor,
            service_request_id=rights.service_request.pk,
            is_next_piece=part is not None and part[0] > 0,
        )
    except Document.DoesNotExist:
        raise Http404 from None
    return serve(request, object_store.read(document.rendition_key), size=size, **rules)


@require_safe
def thumbnail(request: ActorRequest, document_id: UUID) -> HttpResponseBase:
    document, _ = document_for(request, document_id)
    if not document.thumbnail_key:
        raise Http404
    with object_store.read(document.thumbnail_key) as file:
        response = HttpResponse(file.read())
    return with_rules(response, content_type=THUMBNAIL_TYPE, name="vignette.jpg", cache=NEVER_KEPT)
