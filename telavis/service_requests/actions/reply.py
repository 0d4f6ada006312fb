"""Give the complement that was asked for: the request goes back to where it was."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.documents.actions import close_folder, new_folder
from telavis.documents.models import Folder
from telavis.questionnaires.answers import Answers, to_json
from telavis.service_requests.actions.send import NotReady, set_deadlines
from telavis.service_requests.folders import what_holds_up
from telavis.service_requests.models import Message, MessageKind, ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.permissions import is_preparing
from telavis.service_requests.queries.complements import asked_form, given_in, in_words, unavailable_in
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
    service_request: ServiceRequest,
    *,
    text: str,
    answers: Answers | None = None,
    folder: Folder | None = None,
    by: Actor,
) -> ServiceRequest:
    """The documents that waited in the reply's folder leave with it, once each has been found safe.

    `answers`: to the very questions that were asked for; their words stand in the message too.
    """
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
    form = asked_form(service_request, answers or Answers())
    _note_what_is_given(service_request, given_in(service_request, form, folder), now)
    save(
        service_request,
        *("reply_folder", "held_from", "held_at", "remind_at", "escalate_at", "missing_count"),
    )
    Message.objects.create(
        service_request=service_request,
        kind=MessageKind.REPLY,
        author=acting_role(by),
        text=in_words(text, form),
        answers=to_json(form.sent_answers()),
        folder=folder,
        sent_at=now,
    )
    tell(service_request, Verb.REPLY, by=by)
    return service_request


def _note_what_is_given(service_request: ServiceRequest, link_ids: frozenset[str], now: datetime) -> None:
    """What was said to be unavailable and has come is missing no more, in the list of the service either."""
    waiting = service_request.asked_items.filter(answered_at__isnull=True, link_id__in=link_ids)
    waiting.update(answered_at=now)
    lacking = unavailable_in(service_request)
    given = service_request.asked_items.filter(answered_at__isnull=False, link_id__in=lacking)
    service_request.missing_count = len(lacking) - given.values("link_id").distinct().count()
