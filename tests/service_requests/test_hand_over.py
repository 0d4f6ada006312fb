"""«C’est prêt»: a delegate hands a draft over to the one who will send it."""

import pytest

from telavis.notifications.models import Notification
from telavis.service_requests import actions
from telavis.service_requests.models import Transition
from telavis.service_requests.workflow import Note, StepRefused
from tests.factories import RoleFactory, ServiceRequestFactory, actor, requester_of

pytestmark = pytest.mark.django_db


def test_the_requester_is_told_and_the_journal_says_for_whom():
    draft = ServiceRequestFactory()
    delegate = RoleFactory()
    actions.hand_over(draft, by=actor(delegate, on_behalf_of=draft.requester))
    line = Transition.objects.get(verb=Note.PREPARE)
    assert (line.role_id, line.on_behalf_of_id) == (delegate.pk, draft.requester_id)
    assert Notification.objects.get().user == draft.requester.practitioner.user
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_pressed_twice_it_is_told_once():
    draft = ServiceRequestFactory()
    by = actor(RoleFactory(), on_behalf_of=draft.requester)
    for _ in range(2):
        actions.hand_over(draft, by=by)
    assert Notification.objects.count() == 1


def test_the_requester_hands_nothing_over_to_themselves_and_a_stranger_nothing_at_all():
    draft = ServiceRequestFactory()
    for by in (requester_of(draft), actor(RoleFactory())):
        with pytest.raises(actions.NotAllowed):
            actions.hand_over(draft, by=by)


def test_once_sent_there_is_nothing_to_hand_over():
    sent = ServiceRequestFactory(sent=True)
    with pytest.raises(StepRefused):
        actions.hand_over(sent, by=actor(RoleFactory(), on_behalf_of=sent.requester))
