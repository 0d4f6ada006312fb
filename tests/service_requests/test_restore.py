"""Taking a draft back from the bin."""

from datetime import timedelta

import pytest

from telavis.service_requests import actions
from telavis.service_requests.workflow import State, StepRefused
from tests.factories import ServiceRequestFactory, requester_of

pytestmark = pytest.mark.django_db


def test_a_draft_comes_back_from_the_bin():
    binned = ServiceRequestFactory(discarded=True)
    restored = actions.restore(binned, by=requester_of(binned))
    assert (restored.state, restored.discarded_at) == (State.DRAFT, None)


def test_after_thirty_days_it_does_not():

    binned = ServiceRequestFactory(discarded=True)
    binned.discarded_at -= timedelta(days=31)
    binned.save()
    with pytest.raises(StepRefused, match="30 jours"):
        actions.restore(binned, by=requester_of(binned))
