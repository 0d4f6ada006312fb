"""If the journal cannot be written, nothing is done, nobody is told and nothing is said."""

from collections.abc import Callable

import pytest
from django.db import OperationalError

from telavis.directory.actors import Actor
from telavis.notifications.models import Notification
from telavis.service_requests import actions
from telavis.service_requests.models import Answer, Message, ServiceRequest, Share, Transition
from telavis.service_requests.workflow import DeclineReason, Note, Verb
from telavis.services.models import MemberKind, ServiceOffer
from telavis.values.picture_marks import Mark, MarkKind
from tests.documents.makers import make_shown
from tests.factories import (
    OPINION,
    RoleFactory,
    ServiceFactory,
    ServiceRequestFactory,
    actor,
    expert_of,
    requester_of,
)
from tests.failing import nothing_kept_in

pytestmark = pytest.mark.django_db

Act = Callable[[ServiceRequest, Actor], object]


def in_charge(service_request: ServiceRequest) -> Actor:
    return actor(service_request.taken_by)


def elsewhere(service_request: ServiceRequest) -> ServiceFactory:
    other = ServiceFactory()
    ServiceOffer.objects.create(healthcare_service=other, request_type=service_request.request_type)
    return other


ACTS: dict[Verb | Note, tuple[str, Callable[[ServiceRequest], Actor], Act]] = {
    Verb.SEND: ("", requester_of, lambda it, by: actions.send(it, by=by)),
    Verb.DISCARD: ("", requester_of, lambda it, by: actions.discard(it, by=by)),
    Verb.RESTORE: ("discarded", requester_of, lambda it, by: actions.restore(it, by=by)),
    Verb.RECALL: ("sent", requester_of, lambda it, by: actions.recall(it, by=by)),
    Verb.TAKE: ("sent", expert_of, lambda it, by: actions.take(it, by=by)),
    Verb.RELEASE: ("taken", in_charge, lambda it, by: actions.release(it, by=by)),
    Verb.ASK_MORE: ("taken", in_charge, lambda it, by: actions.ask_more(it, text="Précisez.", by=by)),
    Verb.REPLY: ("on_hold", requester_of, lambda it, by: actions.reply(it, text="Voilà.", by=by)),
    Verb.REDIRECT: (
        "taken",
        in_charge,
        lambda it, by: actions.redirect(it, elsewhere(it), reason="Autre champ.", by=by),
    ),
    Verb.DECLINE: (
        "taken",
        in_charge,
        lambda it, by: actions.decline(it, reason_code=DeclineReason.OTHER, reason="Non.", by=by),
    ),
    Verb.CANCEL: ("taken", requester_of, lambda it, by: actions.cancel(it, reason="Réglé.", by=by)),
    Verb.ANSWER: ("taken", in_charge, lambda it, by: actions.answer(it, OPINION, by=by)),
    Verb.CORRECT: ("answered", in_charge, lambda it, by: actions.correct(it, OPINION, reason="Ici.", by=by)),
    Verb.CLOSE: ("answered", requester_of, lambda it, by: actions.close(it, by=by)),
    Verb.REOPEN: ("answered", requester_of, lambda it, by: actions.reopen(it, text="Et ici ?", by=by)),
    Verb.MARK_IN_ERROR: (
        "sent",
        requester_of,
        lambda it, by: actions.mark_in_error(it, reason="Non.", by=by),
    ),
    Note.SHARE: (
        "taken",
        requester_of,
        lambda it, by: actions.share(it, RoleFactory().practitioner, by=by),
    ),
    Note.UNSHARE: ("taken", requester_of, lambda it, by: actions.unshare(Share.objects.get(), by=by)),
    Note.ASSIGN: (
        "sent",
        lambda it: expert_of(it, MemberKind.SECRETARY),
        lambda it, by: actions.assign(it, expert_of(it).role, by=by),
    ),
    Note.WRITE: ("taken", requester_of, lambda it, by: actions.write(it, text="Un mot.", by=by)),
    Note.WITHDRAW_CONSENT: ("taken", requester_of, lambda it, by: actions.withdraw_consent(it, by=by)),
    Note.PREPARE: (
        "",
        lambda it: actor(RoleFactory(), on_behalf_of=it.requester),
        lambda it, by: actions.hand_over(it, by=by),
    ),
    Note.ANNOTATE: (
        "taken",
        in_charge,
        lambda it, by: actions.annotate(it, make_shown(it.folder), [Mark(MarkKind.ARROW, 1, 2, 3, 4)], by=by),
    ),
    Note.MAKE_PDF: ("taken", requester_of, lambda it, by: actions.note_pdf(it, sha256="0" * 64, by=by)),
}
READING = {Note.READ}
"""Reading has no action of its own: tests/web/test_no_sight_without_its_trace.py opens the file."""


def everything() -> list[object]:
    """All that an act could have left behind."""
    counted = [model.objects.count() for model in (Transition, Message, Answer, Notification)]
    requests = list(ServiceRequest.objects.order_by("pk").values())
    return [*counted, list(Share.objects.values()), requests]


@pytest.mark.parametrize("event", [*Verb, *(each for each in Note if each not in READING)])
def test_without_its_line_in_the_journal_nothing_is_done(event: Verb | Note):
    trait, by_whom, act = ACTS[event]
    service_request = ServiceRequestFactory(**({trait: True} if trait else {}))
    by = by_whom(service_request)
    if event == Note.UNSHARE:
        actions.share(service_request, RoleFactory().practitioner, by=by)
    before = everything()
    with nothing_kept_in(Transition), pytest.raises(OperationalError, match="disk full"):
        act(service_request, by)
    assert everything() == before
    act(service_request, by)
    assert everything() != before
