"""Giving a request to another member."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State
from telavis.services.models import MemberKind
from tests.factories import ExpertFactory, RoleFactory, ServiceRequestFactory, actor, expert_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [MemberKind.SECRETARY, MemberKind.COORDINATOR])
def test_the_secretary_and_the_coordinator_make_another_member_the_owner(kind, told):
    sent = ServiceRequestFactory(sent=True)
    member = ExpertFactory(service=sent.healthcare_service)
    assigned = actions.assign(sent, member, by=expert_of(sent, kind))
    assert (assigned.state, assigned.owner) == (State.SENT, member)
    assert told(sent) == {member.practitioner.user.username}


def test_the_referent_of_the_establishment_may_though_the_file_is_closed_to_them():

    sent = ServiceRequestFactory(sent=True)
    referent = actor(sent.healthcare_service.organization.referent)
    member = ExpertFactory(service=sent.healthcare_service)
    assert actions.assign(sent, member, by=referent).owner == member
    assert not ServiceRequest.objects.visible_to(referent).exists()


def test_not_to_somebody_outside_the_service():
    sent = ServiceRequestFactory(sent=True)
    with pytest.raises(actions.NotAMember):
        actions.assign(sent, RoleFactory(), by=expert_of(sent, MemberKind.SECRETARY))


def test_an_expert_may_not():
    sent = ServiceRequestFactory(sent=True)
    with pytest.raises(actions.NotAllowed):
        actions.assign(sent, ExpertFactory(service=sent.healthcare_service), by=expert_of(sent))
