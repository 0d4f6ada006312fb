"""The documents of a folder: the list, and what is done with one of them."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from telavis.documents import actions
from telavis.documents.advice import Excuse
from telavis.documents.models import Document
from telavis.documents.queries import is_checking
from telavis.service_requests.openings import open_patient
from telavis.web.folder.access import document_for, folder_for, identity_in
from telavis.web.folder.answers import back_address, to_the_list, told_when_refused
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.documents import advised_tile_of, column_of, tile_of

SHOWN_IN = {"bande": "strip_item", "colonne": "tile"}


@require_safe
def index(request: ActorRequest, folder_id: UUID) -> HttpResponse:
    """The column as a page of its own, for those without scripts."""
    folder, rights = folder_for(request, folder_id)
    open_patient(rights.service_request, by=request.actor)
    column = column_of(folder, may_change=rights.may_change, back=back_address(request))
    context = {"column": column, "identity": identity_in(rights)}
    return render(request, "folder/index.html", context)


@require_safe
def shown(request: ActorRequest, document_id: UUID) -> HttpResponse:
    """What is known of a document now: asked again and again while it is being checked, from a column or a strip."""
    document, rights = document_for(request, document_id)
    piece = SHOWN_IN.get(request.GET.get("en", ""), "shown")
    if piece == "tile" and not rights.may_change:
        raise PermissionDenied
    is_advised = rights.may_change and piece in ("tile", "shown")
    context = _shown(document) if is_advised else {"tile": tile_of(document)}
    return render(request, f"components/documents/{piece}.html", context)


def _shown(document: Document) -> dict[str, object]:
    return {"tile": advised_tile_of(document), "may_change": True}


@require_safe
def checked(request: ActorRequest, folder_id: UUID) -> HttpResponse:
    """Asked again and again by a page that waits for the checks: once they are over, it has to be read anew."""
    folder, _ = folder_for(request, folder_id)
    return HttpResponse(status=204, headers={} if is_checking(folder) else {"HX-Refresh": "true"})


@require_POST
@told_when_refused
def rename(request: ActorRequest, document_id: UUID) -> HttpResponse:
    document, _ = document_for(request, document_id, to_change=True)
    actions.rename(document, title=request.POST.get("title", ""), by=request.actor)
    if request.htmx:
        return HttpResponse(status=204)
    return to_the_list(request, document.folder_id)


@require_POST
@told_when_refused
def move(request: ActorRequest, document_id: UUID) -> HttpResponse:
    """«Monter» or «Descendre»: one rank."""
    document, _ = document_for(request, document_id, to_change=True)
    actions.move(document, up=request.POST.get("sens") == "monter", by=request.actor)
    if request.htmx:
        return HttpResponse(status=204)
    return to_the_list(request, document.folder_id)


@require_POST
@told_when_refused
def excuse(request: ActorRequest, document_id: UUID) -> HttpResponse:
    """«Impossible de refaire parce que…»: one of a few reasons, or none again."""
    document, rights = document_for(request, document_id, to_change=True)
    said = request.POST.get("raison", "")
    reason = Excuse[said] if said in Excuse.__members__ else None
    asked = rights.service_request.pk
    document = actions.excuse(document, reason, by=request.actor, service_request_id=asked)
    if request.htmx:
        return render(request, "components/documents/shown.html", _shown(document))
    return to_the_list(request, document.folder_id)


@require_POST
@told_when_refused
def remove(request: ActorRequest, document_id: UUID) -> HttpResponse:
    document, rights = document_for(request, document_id, to_change=True)
    actions.remove(document, by=request.actor, service_request_id=rights.service_request.pk)
    if request.htmx:
        return render(request, "components/documents/removed.html", {"tile": tile_of(document)})
    return to_the_list(request, document.folder_id)


@require_POST
@told_when_refused
def put_back(request: ActorRequest, document_id: UUID) -> HttpResponse:
    document, rights = document_for(request, document_id, to_change=True)
    document = actions.put_back(document, by=request.actor, service_request_id=rights.service_request.pk)
    if request.htmx:
        return render(request, "components/documents/tile.html", {"tile": advised_tile_of(document)})
    return to_the_list(request, document.folder_id)
