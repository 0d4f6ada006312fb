"""A document that the worker refuses after it has left."""

import pytest

from telavis.documents.actions import new_folder, refuse
from telavis.documents.refusals import Refusal
from telavis.service_requests import actions
from tests.documents.makers import make_received
from tests.factories import ServiceRequestFactory, requester_of
from tests.web.desks import requester_desk, taker_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents_folder")]


def test_in_a_request_it_is_no_longer_counted_and_who_joined_it_is_told(told):
    taken = ServiceRequestFactory(taken=True, document_count=1)
    document = make_received(taken.folder, requester_of(taken))
    refuse(document, Refusal.PDF_LOCKED)
    taken.refresh_from_db()
    assert taken.document_count == 0
    assert told(taken) == {taken.requester.practitioner.user.username}


def test_in_a_draft_nobody_is_told(told):
    draft = ServiceRequestFactory()
    refuse(make_received(draft.folder, requester_of(draft)), Refusal.PDF_LOCKED)
    held = ServiceRequestFactory(on_hold=True)
    folder = actions.open_reply_folder(held, by=requester_of(held))
    refuse(make_received(folder, requester_of(held)), Refusal.PDF_LOCKED)
    assert told(draft) | told(held) == set()


def test_both_sides_read_which_document_of_a_message_was_refused_and_why(told):
    taken = ServiceRequestFactory(taken=True)
    folder = new_folder()
    document = make_received(folder, requester_of(taken), name="bilan.png")
    actions.write(taken, text="Le bilan.", folder=folder, by=requester_of(taken))
    refuse(document, Refusal.UNCHECKABLE)
    assert taken.requester.practitioner.user.username in told(taken)
    for desk in (requester_desk(taken), taker_desk(taken)):
        page = desk.get(f"/dossiers/{taken.reference}/").content.decode()
        assert "Non transmis." in page
        assert document.title in page
        assert "n’a pas pu être vérifié" in page


def test_a_message_does_not_leave_with_a_document_that_is_refused_already():
    taken = ServiceRequestFactory(taken=True)
    folder = new_folder()
    refuse(make_received(folder, requester_of(taken)), Refusal.IMAGE_BROKEN)
    with pytest.raises(actions.NotReady, match="incomplète ou abîmée"):
        actions.write(taken, text="La photo.", folder=folder, by=requester_of(taken))
    assert not taken.messages.exists()
