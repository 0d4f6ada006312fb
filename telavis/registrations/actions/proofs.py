"""The proof that an administrator asked for: joined, taken back, erased once nobody needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files import File
from django.db import transaction

from telavis.directory.actors import Actor
from telavis.documents import actions as documents
from telavis.documents.models import Document
from telavis.documents.refusals import FileRefused, Refusal
from telavis.registrations.models import Registration
from telavis.registrations.permissions import is_holder
from telavis.registrations.queries.proofs import asks_for_proof, is_new
from telavis.registrations.steps import NotAllowed
from telavis.registrations.workflow import StepRefused
from telavis.values.french import typographic

NOTHING_ASKED = "Aucun justificatif n’est demandé maintenant."
ALREADY_SENT = typographic(
    "Ce que contient une réponse déjà partie ne change plus : l’équipe peut l’avoir lu."
)


def join_proof(registration: Registration, file: "File[Any]", *, by: Actor) -> Document:
    """Made safe like every document; the folder, closed with the answer, says when it is too late. Raises FileRefused."""
    folder = registration.proofs
    if not is_holder(by, registration):
        raise NotAllowed
    if folder is None or not asks_for_proof(registration):
        raise StepRefused(NOTHING_ASKED)
    with _an_answer_that_left_said_so():
        return documents.add(folder, file, by=by)


def take_back_proof(document: Document, registration: Registration, *, by: Actor) -> None:
    """Before the answer leaves. Raises StepRefused once it has."""
    if not is_holder(by, registration):
        raise NotAllowed
    if not is_new(document, registration):
        raise StepRefused(ALREADY_SENT)
    with _an_answer_that_left_said_so():
        documents.remove(document, by=by)


@contextmanager
def _an_answer_that_left_said_so() -> Iterator[None]:
    """A closed folder, in the words of an applicant: they have no request to recall."""
    try:
        yield
    except FileRefused as refused:
        if refused.refusal != Refusal.CLOSED:
            raise
        raise StepRefused(ALREADY_SENT) from None


@transaction.atomic
def erase_proofs(registration: Registration) -> None:
    """Rows at once, bytes when the transaction stands; the journals keep that they were asked for and read."""
    folder = registration.proofs
    if folder is None:
        return
    registration.proofs = None
    registration.save(update_fields=["proofs"])
    documents.erase_folder(folder)
