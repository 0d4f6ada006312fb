"""Taking a request in charge."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.workflow import State, StepRefused
from telavis.services.models import MemberKind
from tests.factories import ExpertFactory, ServiceFactory, ServiceRequestFactory, actor, expert_of

pytestmark = pytest.mark.django_db


def test_taking_makes_the_expert_its_owner_and_tells_the_requester(journal, told):
    sent = ServiceRequestFactory(sent=True)
    expert = expert_of(sent)
    taken = actions.take(sent, by=expert)
    assert (taken.state, taken.taken_by, taken.owner) == (State.TAKEN, expert.role, expert.role)
    assert journal(sent) == [("take", "sent", "taken")]
    assert told(sent) == {sent.requester.practitioner.user.username}


def test_a_second_take_is_refused_and_says_who_was_first():
    sent = ServiceRequestFactory(sent=True)
    first = expert_of(sent)
    actions.take(sent, by=first)
    with pytest.raises(StepRefused, match=first.role.practitioner.family_name):
        actions.take(sent, by=expert_of(sent))


def test_a_junior_may_take_and_a_secretary_may_not():
    sent = ServiceRequestFactory(sent=True)
    with pytest.raises(actions.NotAllowed):
        actions.take(sent, by=expert_of(sent, MemberKind.SECRETARY))
    assert actions.take(sent, by=expert_of(sent, MemberKind.JUNIOR)).state == State.TAKEN


def test_an_expert_of_another_service_may_not():
    sent = ServiceRequestFactory(sent=True)
    with pytest.raises(actions.NotAllowed):
        actions.take(sent, by=actor(ExpertFactory(service=ServiceFactory())))
