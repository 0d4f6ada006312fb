"""The proofs that an applicant joins when an administrator asks for them."""

from dataclasses import dataclass
from uuid import UUID

from telavis.documents.models import Document, DocumentState, Folder
from telavis.documents.queries import documents_in, kept_in, not_ready_in
from telavis.registrations.models import Registration
from telavis.registrations.workflow import State

NOTHING_JOINED = "Joignez le justificatif, puis envoyez votre réponse."
BEING_CHECKED = "Votre justificatif est encore vérifié : quelques secondes, puis envoyez votre réponse."
REFUSED = "Un fichier n’a pas été accepté : retirez-le, puis envoyez votre réponse."


@dataclass(frozen=True)
class Proof:
    """One file, in words."""

    id: UUID
    title: str
    is_new: bool
    """Joined to the answer that is being prepared: it can still be taken back."""
    is_ready: bool
    is_waiting: bool
    refusal: str
    size: int


def asks_for_proof(registration: Registration) -> bool:
    """The folder is open as long as something is to be joined."""
    folder = registration.proofs
    return registration.state == State.ASKED and folder is not None and folder.closed_at is None


def proofs_of(registration: Registration) -> list[Proof]:
    folder = registration.proofs
    return [_proof(each, registration) for each in documents_in(folder)] if folder else []


def is_new(document: Document, registration: Registration) -> bool:
    """Joined since the last proof was asked for; what came before was sent with an earlier answer."""
    return registration.asked_at is not None and document.added_at >= registration.asked_at


def proof_document(document_id: UUID) -> Document | None:
    """With its registration; None for a document of anything else, and for one that was taken back."""
    found = Document.objects.present().filter(pk=document_id, folder__registration__isnull=False)
    return found.select_related("folder__registration").first()


def why_not_to_send(folder: Folder, registration: Registration, text: str) -> str:
    """A sentence, or nothing: what is sent can be read, and a second proof is answered by a file or in words."""
    states = set(not_ready_in(folder).values_list("state", flat=True))
    if DocumentState.REFUSED in states:
        return REFUSED
    if states:
        return BEING_CHECKED
    joined = list(kept_in(folder))
    is_answered = any(is_new(each, registration) for each in joined) or (joined and text.strip())
    return "" if is_answered else NOTHING_JOINED


def _proof(document: Document, registration: Registration) -> Proof:
    return Proof(
        id=document.pk,
        title=document.title,
        is_new=is_new(document, registration),
        is_ready=document.state == DocumentState.READY,
        is_waiting=document.state == DocumentState.RECEIVED,
        refusal=document.refusal,
        size=document.original_size,
    )
