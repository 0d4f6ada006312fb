"""Putting a request back in the list."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.workflow import State
from tests.factories import ServiceRequestFactory, actor, coordinator_of, expert_of

pytestmark = pytest.mark.django_db


def test_a_released_request_goes_back_to_the_owner_of_the_day():
    taken = ServiceRequestFactory(taken=True)
    released = actions.release(taken, by=actor(taken.taken_by))
    assert (released.state, released.taken_by) == (State.SENT, None)
    assert released.owner == coordinator_of(taken.healthcare_service)


def test_another_expert_may_not_release_it_and_the_coordinator_may():
    taken = ServiceRequestFactory(taken=True)
    with pytest.raises(actions.NotAllowed):
        actions.release(taken, by=expert_of(taken))
    assert actions.release(taken, by=actor(coordinator_of(taken.healthcare_service))).state == State.SENT
