"""Giving a complement."""

import pytest

from telavis.documents.actions import remove
from telavis.service_requests import actions
from telavis.service_requests.workflow import State, StepRefused
from tests.documents.makers import make_received
from tests.factories import ServiceRequestFactory, requester_of

pytestmark = pytest.mark.django_db


def test_the_request_goes_back_to_where_it_was_and_its_expert_is_told(told):
    held = ServiceRequestFactory(on_hold=True)
    back = actions.reply(held, text="La voici.", by=requester_of(held))
    assert (back.state, back.held_from, back.held_at) == (State.TAKEN, "", None)
    assert told(held) == {held.taken_by.practitioner.user.username}


def test_a_second_reply_is_refused():
    held = ServiceRequestFactory(on_hold=True)
    actions.reply(held, text="La voici.", by=requester_of(held))
    with pytest.raises(StepRefused):
        actions.reply(held, text="La voici.", by=requester_of(held))


def test_a_document_that_is_being_checked_holds_it_up_and_stays_in_preparation(documents_folder):
    held = ServiceRequestFactory(on_hold=True)
    folder = actions.open_reply_folder(held, by=requester_of(held))
    document = make_received(folder, requester_of(held))
    with pytest.raises(actions.NotReady, match="encore en vérification"):
        actions.reply(held, text="La voici.", by=requester_of(held))
    held.refresh_from_db()
    assert (held.state, held.reply_folder) == (State.ON_HOLD, folder)
    remove(document, by=requester_of(held))
    assert actions.reply(held, text="La voici.", by=requester_of(held)).state == State.TAKEN
