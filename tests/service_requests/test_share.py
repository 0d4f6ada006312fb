"""Transferring a file to a colleague."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import StepRefused
from tests.factories import RoleFactory, ServiceRequestFactory, actor, requester_of

pytestmark = pytest.mark.django_db


def test_a_colleague_sees_the_file_until_the_share_is_revoked(told):

    sent = ServiceRequestFactory(sent=True)
    colleague = RoleFactory()
    mine = ServiceRequest.objects.visible_to(actor(colleague))
    assert not mine.exists()
    share = actions.share(sent, colleague.practitioner, by=requester_of(sent))
    assert list(mine.all()) == [sent]
    assert told(sent) == {colleague.practitioner.user.username}
    actions.unshare(share, by=requester_of(sent))
    assert not mine.all().exists()


def test_sharing_twice_is_sharing_once():
    sent = ServiceRequestFactory(sent=True)
    colleague = RoleFactory().practitioner
    assert actions.share(sent, colleague, by=requester_of(sent)) == actions.share(
        sent, colleague, by=requester_of(sent)
    )


def test_the_colleague_may_not_share_on():
    sent = ServiceRequestFactory(sent=True)
    colleague = RoleFactory()
    actions.share(sent, colleague.practitioner, by=requester_of(sent))
    with pytest.raises(actions.NotAllowed):
        actions.share(sent, RoleFactory().practitioner, by=actor(colleague))


def test_a_draft_is_not_shared():
    draft = ServiceRequestFactory()
    with pytest.raises(StepRefused):
        actions.share(draft, RoleFactory().practitioner, by=requester_of(draft))


def test_somebody_else_may_not_take_the_share_back():
    sent = ServiceRequestFactory(sent=True)
    share = actions.share(sent, RoleFactory().practitioner, by=requester_of(sent))
    with pytest.raises(actions.NotAllowed):
        actions.unshare(share, by=actor(RoleFactory()))
