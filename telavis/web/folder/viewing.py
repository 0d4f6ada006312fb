"""The viewer: one picture large, or two side by side, and the others of the file a key away."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from telavis.directory.actors import Actor
from telavis.documents.models import Document, DocumentKind, DocumentState
from telavis.service_requests import permissions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.openings import open_patient
from telavis.service_requests.queries import pictures
from telavis.service_requests.queries.annotations import Annotated
from telavis.service_requests.queries.pictures import shelves_of
from telavis.service_requests.workflow import State
from telavis.values.picture_marks import marks_to_json
from telavis.web.folder.access import document_for, identity_in
from telavis.web.middleware import ActorRequest


@dataclass(frozen=True)
class Picture:
    """One of the strip; `source` gives its bytes, and leaves the trace."""

    id: UUID
    title: str
    width: int
    height: int
    source: str
    thumbnail: str
    href: str
    is_current: bool
    annotate: str
    annotations: list[dict[str, Any]]

    @property
    def annotations_json(self) -> str:
        """As `js/viewer/marks.js` reads them."""
        return json.dumps(self.annotations, ensure_ascii=False)


@dataclass(frozen=True)
class Group:
    """The pictures of this file, or of an earlier one of the same patient."""

    words: str
    pictures: list[Picture]


@require_safe
def view(request: ActorRequest, document_id: UUID) -> HttpResponse:
    """A picture; whatever else is joined is left to the browser's own reader."""
    document, rights = document_for(request, document_id)
    if document.removed_at or document.state != DocumentState.READY:
        raise Http404
    if document.kind != DocumentKind.IMAGE:
        return redirect("folder:open", document.pk)
    open_patient(rights.service_request, by=request.actor)
    groups = _groups(request.actor, rights.service_request, document)
    shown = [picture for group in groups for picture in group.pictures]
    context = {
        "identity": identity_in(rights),
        "service_request": rights.service_request,
        "groups": groups,
        "count": len(shown),
        "place": next(place for place, each in enumerate(shown, start=1) if each.is_current),
        "current": next(each for each in shown if each.is_current),
        "may_annotate": permissions.may_annotate(request.actor, rights.service_request),
        "back": _address_of(rights.service_request),
    }
    return render(request, "folder/view.html", context)


def _groups(actor: Actor, service_request: ServiceRequest, current: Document) -> list[Group]:
    first, *earlier = shelves_of(service_request, current.folder_id, actor)
    is_open = permissions.may_annotate(actor, service_request)
    return [
        Group(
            "Ce dossier", [_picture(each, current, actor, may_annotate=is_open) for each in first.pictures]
        ),
        *(
            Group(
                f"{timezone.localdate(shelf.sent_at):%d/%m/%Y}",
                [_picture(each, current, actor) for each in shelf.pictures],
            )
            for shelf in earlier
        ),
    ]


def _picture(
    shown: pictures.Picture, current: Document, actor: Actor, *, may_annotate: bool = False
) -> Picture:
    document = shown.document
    key = [document.pk]
    return Picture(
        id=document.pk,
        title=document.title,
        width=document.width or 1,
        height=document.height or 1,
        source=reverse("folder:open", args=key),
        thumbnail=reverse("folder:thumbnail", args=key),
        href=reverse("folder:view", args=key),
        is_current=document.pk == current.pk,
        annotate=reverse("folder:annotate", args=key) if may_annotate else "",
        annotations=[_annotation(each, actor) for each in shown.annotations],
    )


def _annotation(annotated: Annotated, actor: Actor) -> dict[str, Any]:
    return {
        "author": annotated.author,
        "isMine": annotated.is_by(actor),
        "scale": annotated.millimetres_per_pixel,
        "marks": marks_to_json(annotated.marks),
    }


def _address_of(service_request: ServiceRequest) -> str:
    if service_request.state == State.DRAFT:
        return reverse("compose:form", args=[service_request.pk])
    return reverse("thread:file", args=[service_request.reference])
