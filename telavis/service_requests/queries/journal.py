"""The journal in words: what happened to a request, as its readers say it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.service_requests.journal_words import what_happened
from telavis.service_requests.models import Message, ServiceRequest, Transition
from telavis.service_requests.workflow import DeclineReason, Note, Verb
from telavis.values.french import typographic

ICONS: dict[str, str] = {
    Verb.SEND: "sent",
    Verb.DISCARD: "discarded",
    Verb.RESTORE: "undo",
    Verb.RECALL: "undo",
    Verb.TAKE: "taken",
    Verb.RELEASE: "release",
    Verb.ASK_MORE: "on_hold",
    Verb.REPLY: "reply",
    Verb.REDIRECT: "redirect",
    Verb.DECLINE: "declined",
    Verb.CANCEL: "cancelled",
    Verb.ANSWER: "answered",
    Verb.CORRECT: "correct",
    Verb.CLOSE: "closed",
    Verb.REOPEN: "reopen",
    Verb.MARK_IN_ERROR: "entered_in_error",
    Note.SHARE: "share",
    Note.UNSHARE: "share",
    Note.ASSIGN: "service",
    Note.WRITE: "mail",
    Note.READ: "show",
    Note.WITHDRAW_CONSENT: "alert",
    Note.MAKE_PDF: "pdf",
    Note.PREPARE: "draft",
    Note.ANNOTATE: "edit",
}


ONE_TRY = timedelta(minutes=30)
"""The same words by the same person within this time are one act, tried again."""


@dataclass(frozen=True)
class Event:
    """One line of the time-line, as its piece shows it."""

    verb: str
    icon: str
    text: str
    by: str
    when: datetime
    detail: str


def event_of(line: dict[str, Any]) -> Event:
    """From the columns of a `Transition` that words need."""
    verb = line["verb"]
    return Event(
        verb=verb,
        icon=ICONS[verb],
        text=what_happened(verb, line["detail"]),
        by=_author(line),
        when=line["occurred_at"],
        detail=_why(line),
    )


def has_just_done(service_request: ServiceRequest, event: Verb | Note, words: str, *, by: Actor) -> bool:
    """Whether this person did just this a moment ago: pressed twice, or tried again after a time-out."""
    since = timezone.now() - ONE_TRY
    lines = Transition.objects.filter(
        service_request_id=service_request.pk, verb=event, user_id=by.user_id, occurred_at__gt=since
    )
    line = lines.order_by("-id").first()
    if line is None:
        return False
    written = Message.objects.filter(
        service_request=service_request, author=by.role_id, text=words, sent_at__gt=since
    )
    return line.reason == words or written.exists()


def expert_found_away(service_request: ServiceRequest) -> str:
    """The expert whom it named, and who was away when it was last sent; empty when there is nothing to tell."""
    lines = Transition.objects.filter(service_request_id=service_request.pk, verb=Verb.SEND)
    detail = lines.order_by("-id").values_list("detail", flat=True).first() or {}
    return str(detail.get("away", ""))


def _author(line: dict[str, Any]) -> str:
    author = str(line["user_label"])
    return f"{author}, pour {line['on_behalf_of_label']}" if line["on_behalf_of_label"] else author


def _why(line: dict[str, Any]) -> str:
    code, reason = line["reason_code"], line["reason"]
    label = str(DeclineReason(code).label) if code in DeclineReason.values else ""
    return typographic(" : ".join(part for part in (label.capitalize(), reason) if part))
