"""The pictures that earlier requests about the same patient hold: the same lesion, as it was then."""

from telavis.directory.actors import Actor
from telavis.documents.models import Document, DocumentKind
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries.earlier import earlier_about_them

REQUESTS_SHOWN = 5


def earlier_pictures(
    service_request: ServiceRequest, actor: Actor
) -> list[tuple[ServiceRequest, list[Document]]]:
    """The newest request first, those without a picture left out; only what this person may open anyway."""
    asked = earlier_about_them(service_request, actor).select_related(None).only("folder", "sent_at")
    requests = list(asked[:REQUESTS_SHOWN])
    found: dict[object, list[Document]] = {}
    folders = [each.folder_id for each in requests]
    for document in Document.objects.ready().filter(folder__in=folders, kind=DocumentKind.IMAGE):
        found.setdefault(document.folder_id, []).append(document)
    return [(each, found[each.folder_id]) for each in requests if each.folder_id in found]
