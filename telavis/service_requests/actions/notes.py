"""Messages and PDFs: the journal tells them, the state does not change."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.documents.models import Folder
from telavis.documents.queries import documents_in
from telavis.service_requests.actions.send import NotReady
from telavis.service_requests.models import Message, MessageKind, ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import acting_role, lock, note, save
from telavis.service_requests.workflow import Note, State, States, StepRefused
from telavis.values.french import typographic
from telavis.values.keys import new_key


@transaction.atomic
def write(
    service_request: ServiceRequest,
    *,
    text: str,
    folder: Folder | None = None,
    key: UUID | None = None,
    by: Actor,
) -> Message:
    """Write to the other side, without any step. The same `key` twice (double click) is the same message."""
    service_request = lock(service_request)
    twin = Message.objects.filter(pk=key).first() if key else None
    if twin and (twin.service_request_id, twin.author_id) == (service_request.pk, by.role_id):
        return twin
    if service_request.state not in States.ONCE_SENT or service_request.state == State.ENTERED_IN_ERROR:
        raise StepRefused("On ne peut pas écrire dans ce dossier.")
    if folder:
        _check_none_is_refused(folder)
    note(service_request, Note.WRITE, by=by)
    message = Message.objects.create(
        id=key if key and not twin else new_key(),
        service_request=service_request,
        kind=MessageKind.MESSAGE,
        author=acting_role(by),
        text=text,
        folder=folder,
        sent_at=timezone.now(),
    )
    save(service_request)
    tell(service_request, Note.WRITE, by=by)
    return message


def _check_none_is_refused(folder: Folder) -> None:
    """Its documents come along with it, so some are still being checked: who joined one is told if it is refused.

    Held until the end of the transaction: a worker that refuses one meanwhile then finds the message it belongs to.
    """
    documents = list(documents_in(folder).select_for_update(of=("self",)))
    refusals = [typographic(f"« {each.title} » : {each.refusal}") for each in documents if each.refusal]
    if refusals:
        raise NotReady(refusals)


@transaction.atomic
def note_pdf(service_request: ServiceRequest, *, sha256: str, by: Actor) -> None:
    """Keep the fingerprint of what the PDF showed."""
    note(service_request, Note.MAKE_PDF, by=by, detail={"sha256": sha256})
