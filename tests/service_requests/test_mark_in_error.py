"""Saying that a request should never have been."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.workflow import State
from tests.factories import ServiceRequestFactory, actor, coordinator_of, requester_of

pytestmark = pytest.mark.django_db


def test_the_requester_before_it_is_taken():
    sent = ServiceRequestFactory(sent=True)
    assert (
        actions.mark_in_error(sent, reason="Mauvais patient.", by=requester_of(sent)).state
        == State.ENTERED_IN_ERROR
    )


def test_not_the_requester_afterwards():
    taken = ServiceRequestFactory(taken=True)
    with pytest.raises(actions.NotAllowed):
        actions.mark_in_error(taken, reason="Mauvais patient.", by=requester_of(taken))


@pytest.mark.parametrize("trait", ["sent", "taken", "on_hold", "answered", "closed", "declined", "cancelled"])
def test_the_coordinator_at_any_time(trait):
    any_request = ServiceRequestFactory(**{trait: True})
    coordinator = actor(coordinator_of(any_request.healthcare_service))
    marked = actions.mark_in_error(any_request, reason="Mauvais patient.", by=coordinator)
    assert marked.state == State.ENTERED_IN_ERROR
