"""The proof that an administrator asked for: joined, taken back, erased once nobody needs it."""

from typing import Any

from django.core.files import File
from django.db import transaction

from telavis.directory.actors import Actor
from telavis.documents import actions as documents
from telavis.documents.models import Document
from telavis.registrations.models import Registration
from telavis.registrations.permissions import is_holder
from telavis.registrations.queries.proofs import asks_for_proof
from telavis.registrations.steps import NotAllowed
from telavis.registrations.workflow import StepRefused

NOTHING_ASKED = "Aucun justificatif n’est demandé maintenant."


def join_proof(registration: Registration, file: "File[Any]", *, by: Actor) -> Document:
    """Made safe like every document; the folder, closed with the answer, says when it is too late. Raises FileRefused."""
    folder = registration.proofs
    if not is_holder(by, registration):
        raise NotAllowed
    if folder is None or not asks_for_proof(registration):
        raise StepRefused(NOTHING_ASKED)
    return documents.add(folder, file, by=by)


def take_back_proof(document: Document, registration: Registration, *, by: Actor) -> None:
    """Before the answer leaves. Raises FileRefused once it has."""
    if not is_holder(by, registration):
        raise NotAllowed
    documents.remove(document, by=by)


@transaction.atomic
def erase_proofs(registration: Registration) -> None:
    """Rows at once, bytes when the transaction stands; the journals keep that they were asked for and read."""
    folder = registration.proofs
    if folder is None:
        return
    registration.proofs = None
    registration.save(update_fields=["proofs"])
    documents.erase_folder(folder)
