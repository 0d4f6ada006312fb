"""Putting a draft in the bin."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.workflow import State, StepRefused
from tests.factories import RoleFactory, ServiceRequestFactory, actor, requester_of

pytestmark = pytest.mark.django_db


def test_a_discarded_draft_is_in_the_bin(journal):
    draft = ServiceRequestFactory()
    assert actions.discard(draft, by=requester_of(draft)).state == State.DISCARDED
    assert journal(draft) == [("discard", "draft", "discarded")]


def test_a_delegate_may_discard():
    draft = ServiceRequestFactory()
    delegate = actor(RoleFactory(), on_behalf_of=draft.requester)
    assert actions.discard(draft, by=delegate).state == State.DISCARDED


def test_a_stranger_may_not():
    draft = ServiceRequestFactory()
    with pytest.raises(actions.NotAllowed):
        actions.discard(draft, by=actor(RoleFactory()))


def test_a_sent_request_is_not_discarded():
    sent = ServiceRequestFactory(sent=True)
    with pytest.raises(StepRefused):
        actions.discard(sent, by=requester_of(sent))
