"""The pictures of a file, and those of earlier requests about the same patient: the same lesion, as it was then."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from telavis.directory.actors import Actor
from telavis.documents.models import Document, DocumentKind, Folder
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries.annotations import Annotated, annotated, drawn_over
from telavis.service_requests.queries.earlier import earlier_about_them
from telavis.service_requests.queries.file import folders_of

EARLIER_SHOWN = 5
"""Requests."""


@dataclass(frozen=True)
class Picture:
    """One picture, and what experts drew over it."""

    document: Document
    annotations: list[Annotated]


@dataclass(frozen=True)
class Shelf:
    """The pictures of one request; `sent_at` of an earlier one."""

    pictures: list[Picture]
    sent_at: datetime | None = None


def shelves_of(service_request: ServiceRequest, folder_id: UUID, actor: Actor) -> list[Shelf]:
    """This file first, then the earlier ones that hold pictures and that this person may open anyway, the newest first.

    A complement in preparation (`folder_id`) stands in the place of the file: it is nobody else's.
    """
    asked = earlier_about_them(service_request, actor).select_related(None).only("folder", "sent_at")
    earlier = {each.folder_id: each for each in asked[:EARLIER_SHOWN]}
    if service_request.reply_folder_id == folder_id:
        here = Folder.objects.filter(pk=folder_id).values("pk")
    else:
        here = folders_of([service_request.pk])
    folders = here.union(Folder.objects.filter(pk__in=earlier).values("pk"))
    found: dict[UUID | None, list[Picture]] = {}
    ready = Document.objects.ready().filter(folder__in=folders, kind=DocumentKind.IMAGE)
    for each in ready.annotate(drawn=drawn_over()).order_by("position", "id"):
        place = each.folder_id if each.folder_id in earlier else None
        found.setdefault(place, []).append(Picture(each, annotated(getattr(each, "drawn"))))  # noqa: B009 asked for above
    shelves = [Shelf(found[key], asked.sent_at) for key, asked in earlier.items() if key in found]
    return [Shelf(found.get(None, [])), *shelves]
