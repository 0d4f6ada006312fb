"""Asking for a complement."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.workflow import State
from tests.factories import ServiceRequestFactory, expert_of, requester_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("trait", ["sent", "taken"])
def test_the_request_is_on_hold_and_the_clock_of_the_service_stops(trait, told):
    waiting = ServiceRequestFactory(**{trait: True})
    held = actions.ask_more(waiting, text="Une photo de situation, s’il vous plaît.", by=expert_of(waiting))
    assert (held.state, held.held_from) == (State.ON_HOLD, trait)
    assert held.escalate_at is None
    assert held.messages.get().text.startswith("Une photo")
    assert waiting.requester.practitioner.user.username in told(waiting)


def test_the_requester_may_not():
    taken = ServiceRequestFactory(taken=True)
    with pytest.raises(actions.NotAllowed):
        actions.ask_more(taken, text="?", by=requester_of(taken))
