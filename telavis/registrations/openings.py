"""Opening a proof: the trace is left in the same transaction that gives it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from telavis.audit.administration import Act, trace
from telavis.directory.actors import Actor
from telavis.documents.models import Document
from telavis.documents.openings import open_document
from telavis.registrations.models import Registration
from telavis.registrations.permissions import is_holder, may_read_proofs


@transaction.atomic
def open_proof(
    document: Document, registration: Registration, *, by: Actor, is_next_piece: bool = False
) -> None:
    """In the journal of accesses; what an administrator opens, in their log too."""
    if not may_read_proofs(by, registration):
        raise PermissionDenied
    is_opening = open_document(document, by=by, is_next_piece=is_next_piece)
    if is_opening and not is_holder(by, registration):
        trace(Act.READ_PROOF, by=by, kind="registration", key=registration.pk, label=str(registration))
