"""Declining."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.models import Transition
from telavis.service_requests.workflow import DeclineReason, State
from tests.factories import ServiceRequestFactory, expert_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("trait", ["sent", "taken", "on_hold"])
def test_a_declined_request_ends_with_its_reason(trait, told):

    waiting = ServiceRequestFactory(**{trait: True})
    declined = actions.decline(
        waiting, reason_code=DeclineReason.OUT_OF_SCOPE, reason="Hors champ.", by=expert_of(waiting)
    )
    assert declined.state == State.DECLINED
    assert declined.ended_at is not None
    line = Transition.objects.get(service_request_id=waiting.pk)
    assert (line.reason_code, line.reason) == ("out_of_scope", "Hors champ.")
    assert waiting.requester.practitioner.user.username in told(waiting)
