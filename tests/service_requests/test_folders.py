"""Sending closes the folder, recalling opens it, a complement leaves with its documents."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.folders import rights_on
from telavis.service_requests.models import Message
from telavis.service_requests.workflow import StepRefused
from tests.factories import RoleFactory, ServiceRequestFactory, actor, expert_of, requester_of

pytestmark = pytest.mark.django_db


def test_sending_closes_the_folder_and_recalling_opens_it():
    draft = ServiceRequestFactory()
    actions.send(draft, by=requester_of(draft))
    draft.folder.refresh_from_db()
    assert draft.folder.closed_at is not None
    draft.refresh_from_db()
    actions.recall(draft, by=requester_of(draft))
    draft.folder.refresh_from_db()
    assert draft.folder.closed_at is None


def test_a_complement_leaves_with_its_documents():
    held = ServiceRequestFactory(on_hold=True)
    folder = actions.open_reply_folder(held, by=requester_of(held))
    assert actions.open_reply_folder(held, by=requester_of(held)) == folder
    assert rights_on(folder.pk, expert_of(held)) is None
    back = actions.reply(held, text="La voici.", by=requester_of(held))
    assert Message.objects.get().folder == folder
    assert back.reply_folder is None
    folder.refresh_from_db()
    assert folder.closed_at is not None
    assert rights_on(folder.pk, expert_of(held)).may_change is False


def test_a_complement_that_nobody_asked_for_has_no_folder():
    taken = ServiceRequestFactory(taken=True)
    with pytest.raises(StepRefused):
        actions.open_reply_folder(taken, by=requester_of(taken))


def test_only_those_who_prepare_it_open_the_folder_of_a_complement():
    held = ServiceRequestFactory(on_hold=True)
    for stranger in (expert_of(held), actor(RoleFactory())):
        with pytest.raises(actions.NotAllowed):
            actions.open_reply_folder(held, by=stranger)
