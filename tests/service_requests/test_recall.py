"""Taking a request back before the service has opened it."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.openings import open_request
from telavis.service_requests.workflow import State, StepRefused
from tests.factories import ServiceRequestFactory, actor, coordinator_of, expert_of, requester_of
from tests.service_requests.test_redirect import service_answering

pytestmark = pytest.mark.django_db


def test_a_request_that_nobody_opened_is_a_draft_again():
    sent = ServiceRequestFactory(sent=True)
    recalled = actions.recall(sent, by=requester_of(sent))
    assert recalled.state == State.DRAFT
    assert recalled.response.completed_at is None
    assert (recalled.sent_at, recalled.owner) == (None, None)


def test_once_opened_it_stays_with_the_service():

    sent = ServiceRequestFactory(sent=True)
    open_request(sent.reference, by=expert_of(sent))
    with pytest.raises(StepRefused, match="déjà ouvert"):
        actions.recall(sent, by=requester_of(sent))


def test_it_can_be_sent_again():
    sent = ServiceRequestFactory(sent=True)
    actions.recall(sent, by=requester_of(sent))
    assert actions.send(sent, by=requester_of(sent)).state == State.SENT


def test_what_another_service_has_read_is_not_taken_back():
    """Answered, opened again, redirected: the new service has not opened it, the former one signed an opinion."""
    answered = ServiceRequestFactory(answered=True)
    other = service_answering(answered)
    actions.reopen(answered, text="Une question encore.", by=requester_of(answered))
    actions.redirect(
        answered,
        other,
        reason="Relève d’un autre service.",
        by=actor(coordinator_of(answered.healthcare_service)),
    )
    with pytest.raises(StepRefused, match="déjà ouvert"):
        actions.recall(answered, by=requester_of(answered))
