"""Taking a request back before the service has opened it."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.openings import open_request
from telavis.service_requests.workflow import State, StepRefused
from tests.factories import ServiceRequestFactory, expert_of, requester_of

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
