"""Give the complement that was asked for: the request goes back to where it was."""

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.documents.models import Folder
from telavis.service_requests.actions.send import set_deadlines
from telavis.service_requests.models import Message, MessageKind, ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import acting_role, lock, move, save
from telavis.service_requests.workflow import Verb


@transaction.atomic
def reply(
    service_request: ServiceRequest, *, text: str, folder: Folder | None = None, by: Actor
) -> ServiceRequest:
    service_request = lock(service_request)
    move(service_request, Verb.REPLY, by=by)
    now = timezone.now()
    service_request.held_from, service_request.held_at = "", None
    set_deadlines(service_request, now)
    save(service_request, "held_from", "held_at", "remind_at", "escalate_at")
    Message.objects.create(
        service_request=service_request,
        kind=MessageKind.REPLY,
        author=acting_role(by),
        text=text,
        folder=folder,
        sent_at=now,
    )
    tell(service_request, Verb.REPLY, by=by)
    return service_request
