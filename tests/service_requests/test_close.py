"""Closing."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.workflow import State
from tests.factories import ServiceRequestFactory, actor, requester_of

pytestmark = pytest.mark.django_db


def test_the_requester_closes():
    answered = ServiceRequestFactory(answered=True)
    closed = actions.close(answered, by=requester_of(answered))
    assert closed.state == State.CLOSED
    assert closed.ended_at is not None


def test_the_expert_does_not():
    answered = ServiceRequestFactory(answered=True)
    with pytest.raises(actions.NotAllowed):
        actions.close(answered, by=actor(answered.taken_by))
