"""Whose folder it is: the rights on documents, which their own room does not know."""

from dataclasses import dataclass
from uuid import UUID

from telavis.directory.actors import Actor
from telavis.directory.models import Originals
from telavis.documents.models import Folder
from telavis.documents.queries import not_ready_in
from telavis.service_requests.models import Message, ServiceRequest
from telavis.service_requests.permissions import is_preparing, may_edit
from telavis.service_requests.workflow import State
from telavis.values.french import typographic


@dataclass(frozen=True)
class FolderRights:
    """A folder that somebody may see: the request it belongs to, and whether they may change what it holds."""

    service_request: ServiceRequest
    may_change: bool

    @property
    def may_save_originals(self) -> bool:
        return gives_originals(self.service_request)


def gives_originals(service_request: ServiceRequest) -> bool:
    """The service that answers decides; most give them to nobody."""
    service = service_request.healthcare_service
    return service is not None and service.originals == Originals.YES


def rights_on(folder_id: UUID, actor: Actor) -> FolderRights | None:
    """None when this folder is not visible to them."""
    found = ServiceRequest.objects.visible_to(actor).filter(pk__in=owners_of(folder_id))
    service_request = found.select_related("requester", "healthcare_service").first()
    if service_request is None:
        return None
    if service_request.reply_folder_id == folder_id:
        return _rights_on_reply(service_request, actor)
    in_draft = service_request.folder_id == folder_id and may_edit(actor, service_request)
    return FolderRights(service_request, may_change=in_draft)


def _rights_on_reply(service_request: ServiceRequest, actor: Actor) -> FolderRights | None:
    """A complement in preparation is seen by those who prepare it, and by nobody of the service."""
    if not is_preparing(actor, service_request):
        return None
    return FolderRights(service_request, may_change=service_request.state == State.ON_HOLD)


def owners_of(folder_id: UUID) -> list[UUID]:
    """Three lookups by index in one statement: an OR over the three tables would read them whole."""
    as_request = ServiceRequest.objects.filter(folder=folder_id).values_list("pk")
    as_reply = ServiceRequest.objects.filter(reply_folder=folder_id).values_list("pk")
    as_message = Message.objects.filter(folder=folder_id).values_list("service_request_id")
    return [owner for (owner,) in as_request.union(as_reply, as_message)]


def what_holds_up(folder: Folder) -> list[str]:
    """A sentence for each document that cannot leave as it is: one that is being checked, one that is refused."""
    waiting = "est encore en vérification : attendez un instant, ou retirez ce document."
    refused = "n’est pas accepté : retirez ce document."
    return [
        typographic(f"« {each.title} » {f'{refused} {each.refusal}' if each.refusal else waiting}")
        for each in not_ready_in(folder)
    ]
