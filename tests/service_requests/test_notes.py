"""Messages, read marks, withdrawn consent."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.openings import open_request
from tests.factories import RoleFactory, ServiceRequestFactory, actor, expert_of, requester_of

pytestmark = pytest.mark.django_db


def test_a_message_tells_the_other_side(told, journal):
    taken = ServiceRequestFactory(taken=True)
    actions.write(taken, text="Merci.", by=requester_of(taken))
    assert told(taken) == {taken.taken_by.practitioner.user.username}
    assert journal(taken) == [("write", "taken", "taken")]


def test_a_colleague_who_follows_does_not_write():
    sent = ServiceRequestFactory(sent=True)
    colleague = RoleFactory()
    actions.share(sent, colleague.practitioner, by=requester_of(sent))
    with pytest.raises(actions.NotAllowed):
        actions.write(sent, text="Bonjour.", by=actor(colleague))


def test_reading_the_answer_is_told_once_for_each_version(journal):

    answered = ServiceRequestFactory(answered=True)
    for _ in range(3):
        open_request(answered.reference, by=requester_of(answered))
    assert journal(answered) == [("read", "answered", "answered")]


def test_the_service_that_gave_the_opinion_is_not_among_its_readers(journal):
    answered = ServiceRequestFactory(answered=True)
    for by in (actor(answered.taken_by), expert_of(answered)):
        open_request(answered.reference, by=by)
    assert journal(answered) == []
    colleague = RoleFactory()
    actions.share(answered, colleague.practitioner, by=requester_of(answered))
    open_request(answered.reference, by=actor(colleague))
    assert [verb for verb, _, _ in journal(answered)] == ["share", "read"]


def test_a_withdrawn_agreement_is_recorded_and_the_service_told(told):
    taken = ServiceRequestFactory(taken=True)
    withdrawn = actions.withdraw_consent(taken, by=requester_of(taken))
    assert withdrawn.consent_withdrawn_at is not None
    assert told(taken) == {taken.taken_by.practitioner.user.username}
