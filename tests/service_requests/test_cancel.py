"""Giving up a question."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.workflow import State, StepRefused
from tests.factories import ServiceRequestFactory, requester_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("trait", ["sent", "taken", "on_hold"])
def test_the_requester_cancels_and_the_service_is_told(trait, told):
    waiting = ServiceRequestFactory(**{trait: True})
    assert actions.cancel(waiting, by=requester_of(waiting)).state == State.CANCELLED
    assert told(waiting) == {waiting.owner.practitioner.user.username}


def test_an_answered_request_is_not_cancelled():
    answered = ServiceRequestFactory(answered=True)
    with pytest.raises(StepRefused, match="déjà répondu"):
        actions.cancel(answered, by=requester_of(answered))
