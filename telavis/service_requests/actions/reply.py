"""Give the complement that was asked for: the request goes back to where it was."""

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.documents.actions import close_folder, new_folder
from telavis.documents.models import Folder
from telavis.service_requests.actions.send import NotReady, set_deadlines
from telavis.service_requests.folders import what_holds_up
from telavis.service_requests.models import Message, MessageKind, ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.permissions import is_preparing
from telavis.service_requests.steps import NotAllowed, acting_role, lock, move, save
from telavis.service_requests.workflow import State, StepRefused, Verb


@transaction.atomic
def open_reply_folder(service_request: ServiceRequest, *, by: Actor) -> Folder:
    """Where the documents of a complement wait until it leaves; seen only by those who prepare it."""
    service_request = lock(service_request)
    if not is_preparing(by, service_request):
        raise NotAllowed("open_reply_folder")
    if service_request.state != State.ON_HOLD:
        raise StepRefused("Aucun complément n’est demandé.")
    if service_request.reply_folder is None:
        service_request.reply_folder = new_folder()
        service_request.save(update_fields=["reply_folder"])
    return service_request.reply_folder


@transaction.atomic
def reply(
    service_request: ServiceRequest, *, text: str, folder: Folder | None = None, by: Actor
) -> ServiceRequest:
    """The documents that waited in the reply's folder leave with it, once each has been found safe."""
    service_request = lock(service_request)
    move(service_request, Verb.REPLY, by=by)
    now = timezone.now()
    service_request.held_from, service_request.held_at = "", None
    set_deadlines(service_request, now)
    folder = folder or service_request.reply_folder
    if folder:
        close_folder(folder)
        if sentences := what_holds_up(folder):
            raise NotReady(sentences)
    service_request.reply_folder = None
    save(service_request, "reply_folder", "held_from", "held_at", "remind_at", "escalate_at")
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
