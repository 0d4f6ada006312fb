"""A document that was refused after it had left: who joined it is told, and nobody counts it any more."""

from typing import Any

from django.db import transaction

from telavis.accounts.models import User
from telavis.documents.models import Document
from telavis.documents.queries import kept_in
from telavis.notifications.actions import notify
from telavis.service_requests.folders import owners_of
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.steps import lock, save
from telavis.service_requests.workflow import States

KIND = "document_refused"
TITLE = "Un document n’a pas pu être transmis"
TEXT = (
    "Un document joint au dossier {reference} n’a pas passé la vérification : l’autre partie ne le voit pas. "
    "Le motif est dans le dossier ; envoyez une autre copie par un message."
)


@transaction.atomic
def document_refused(document: Document, **announced: Any) -> None:
    """In a draft or a complement in preparation, the column of documents says it already."""
    owner = ServiceRequest.objects.filter(pk__in=owners_of(document.folder_id)).first()
    if owner is None or document.removed_at or not _has_left(document, owner):
        return
    service_request = lock(owner)
    told = set(User.objects.filter(pk__in=[document.added_by_id]))
    if document.folder_id == service_request.folder_id:
        service_request.document_count = kept_in(service_request.folder).count()
        save(service_request, "document_count")
        requester = service_request.requester.practitioner.user
        told |= {requester} if requester else set()
    reference = service_request.reference
    notify(
        to=told,
        kind=KIND,
        title=TITLE,
        text=TEXT.replace("{reference}", reference),
        service_request_id=service_request.pk,
        reference=reference,
    )


def _has_left(document: Document, owner: ServiceRequest) -> bool:
    if document.folder_id == owner.folder_id:
        return owner.state not in States.PRIVATE
    return document.folder_id != owner.reply_folder_id
