"""The viewer: one picture large, or two side by side, and the others of the file a key away."""

import json
from collections.abc import Mapping
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
from telavis.documents.queries import documents_in
from telavis.service_requests import permissions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.openings import open_patient
from telavis.service_requests.queries.annotations import Annotated, annotations_on
from telavis.service_requests.queries.file import documents_of
from telavis.service_requests.queries.pictures import earlier_pictures
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
    pictures = [picture for group in groups for picture in group.pictures]
    context = {
        "identity": identity_in(rights),
        "service_request": rights.service_request,
        "groups": groups,
        "count": len(pictures),
        "place": next(place for place, each in enumerate(pictures, start=1) if each.is_current),
        "current": next(each for each in pictures if each.is_current),
        "may_annotate": permissions.may_annotate(request.actor, rights.service_request),
        "back": _address_of(rights.service_request),
    }
    return render(request, "folder/view.html", context)


def _groups(actor: Actor, service_request: ServiceRequest, current: Document) -> list[Group]:
    by_folder = documents_of(service_request)
    if current.folder_id not in by_folder:  # a complement in preparation: nobody else's
        by_folder = {current.folder_id: list(documents_in(current.folder))}
    here = [each for documents in by_folder.values() for each in documents]
    earlier = earlier_pictures(service_request, actor)
    everything = [*here, *(each for _, documents in earlier for each in documents)]
    drawn = {
        key: [_annotation(each, actor) for each in annotated]
        for key, annotated in annotations_on(each.pk for each in everything).items()
    }
    return [
        Group(
            "Ce dossier",
            _pictures(here, current, drawn, may_annotate=permissions.may_annotate(actor, service_request)),
        ),
        *(
            Group(f"{timezone.localdate(asked.sent_at):%d/%m/%Y}", _pictures(documents, current, drawn))
            for asked, documents in earlier
        ),
    ]


def _pictures(
    documents: list[Document],
    current: Document,
    drawn: Mapping[UUID, list[dict[str, Any]]],
    *,
    may_annotate: bool = False,
) -> list[Picture]:
    return [
        Picture(
            id=each.pk,
            title=each.title,
            width=each.width or 1,
            height=each.height or 1,
            source=reverse("folder:open", args=[each.pk]),
            thumbnail=reverse("folder:thumbnail", args=[each.pk]),
            href=reverse("folder:view", args=[each.pk]),
            is_current=each.pk == current.pk,
            annotate=reverse("folder:annotate", args=[each.pk]) if may_annotate else "",
            annotations=drawn.get(each.pk, []),
        )
        for each in documents
        if each.kind == DocumentKind.IMAGE and each.state == DocumentState.READY
    ]


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
