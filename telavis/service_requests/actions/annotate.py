"""Draw over a picture: the marks are kept apart from it, and everybody who sees the file sees them."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.documents.models import Document, DocumentKind
from telavis.service_requests.models import Annotation, ServiceRequest
from telavis.service_requests.queries.file import documents_of
from telavis.service_requests.steps import acting_role, check_theirs, lock, note, save
from telavis.service_requests.workflow import Note, States, StepRefused
from telavis.values.picture_marks import Mark, marks_to_json


@transaction.atomic
def annotate(
    service_request: ServiceRequest,
    document: Document,
    marks: Sequence[Mark],
    *,
    millimetres_per_pixel: float | None = None,
    by: Actor,
) -> None:
    """Put these marks in the place of those that this person had drawn on this picture; none takes them away.

    While the answer is being prepared: once it is signed, what it was given with no longer changes.
    """
    service_request = lock(service_request)
    check_theirs(service_request, Note.ANNOTATE, by=by)
    if service_request.state not in States.OPEN:
        raise StepRefused("La demande n’est plus ouverte : ses images ne s’annotent plus.")
    _check_it_is_theirs(service_request, document)
    author = acting_role(by)
    drawn = marks_to_json(marks)
    last = (
        Annotation.objects.filter(document=document, author=author)
        .order_by("-written_at", "-pk")
        .values_list("marks", "millimetres_per_pixel")
        .first()
    )
    if (last or ([], None)) == (drawn, millimetres_per_pixel):
        return
    note(service_request, Note.ANNOTATE, by=by, detail={"picture": document.title})
    Annotation.objects.create(
        service_request=service_request,
        document=document,
        author=author,
        marks=drawn,
        millimetres_per_pixel=millimetres_per_pixel,
        written_at=timezone.now(),
    )
    save(service_request)


def _check_it_is_theirs(service_request: ServiceRequest, document: Document) -> None:
    joined = (each.pk for folder in documents_of(service_request).values() for each in folder)
    if document.kind != DocumentKind.IMAGE or document.pk not in set(joined):
        raise PermissionDenied
