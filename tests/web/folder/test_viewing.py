"""The viewer's page: which pictures stand in it, and who sees them."""

import random

import pytest
from django.urls import reverse

from telavis.audit.models import AuditAction, AuditEvent
from telavis.documents import actions
from telavis.service_requests.models import Message
from tests.documents import files
from tests.documents.makers import make_ready, make_received, make_shown
from tests.factories import RoleFactory, ServiceRequestFactory, actor, expert_of, requester_of
from tests.web.folder.conftest import signed_in

pytestmark = pytest.mark.django_db


def address(document) -> str:
    return reverse("folder:view", args=[document.pk])


def shelves(who, document) -> list[tuple[str, list]]:
    """Each group of the strip: its words, and the documents in it."""
    page = signed_in(who).get(address(document))
    assert page.status_code == 200
    return [(group.words, [each.id for each in group.pictures]) for group in page.context["groups"]]


def test_the_pictures_of_the_request_and_of_its_messages_stand_in_one_strip():
    taken = ServiceRequestFactory(taken=True)
    first, second = make_shown(taken.folder), make_shown(taken.folder)
    message = Message.objects.create(
        service_request=taken,
        kind="reply",
        author=taken.requester,
        text="La voici.",
        folder=actions.new_folder(),
        sent_at=taken.sent_at,
    )
    third = make_shown(message.folder)
    make_received(taken.folder, requester_of(taken))
    [(words, found)] = shelves(expert_of(taken), second)
    assert (words, set(found)) == ("Ce dossier", {first.pk, second.pk, third.pk})
    page = signed_in(expert_of(taken)).get(address(second))
    assert (page.context["count"], page.context["current"].id) == (3, second.pk)
    assert page.context["back"] == reverse("thread:file", args=[taken.reference])


def test_the_same_lesion_earlier_stands_beside_for_those_who_may_open_that_file():
    now = ServiceRequestFactory(sent=True)
    before = ServiceRequestFactory(
        sent=True, patient=now.patient, requester=now.requester, healthcare_service=now.healthcare_service
    )
    of_another = ServiceRequestFactory(sent=True, patient=now.patient)
    shown, earlier, _ = (make_shown(each.folder) for each in (now, before, of_another))
    assert [found for _, found in shelves(requester_of(now), shown)] == [[shown.pk], [earlier.pk]]


def test_the_page_leaves_the_trace_of_the_patient_and_the_picture_its_own():
    sent = ServiceRequestFactory(sent=True)
    shown = make_shown(sent.folder)
    signed_in(expert_of(sent)).get(address(shown))
    assert AuditEvent.objects.filter(action=AuditAction.OPEN_PATIENT, service_request_id=sent.pk).exists()
    assert not AuditEvent.objects.filter(action=AuditAction.OPEN_DOCUMENT).exists()


def test_a_complement_in_preparation_is_looked_at_alone():
    held = ServiceRequestFactory(on_hold=True)
    held.reply_folder = actions.new_folder()
    held.save()
    make_shown(held.folder)
    coming = make_shown(held.reply_folder)
    assert shelves(requester_of(held), coming) == [("Ce dossier", [coming.pk])]
    assert signed_in(expert_of(held)).get(address(coming)).status_code == 404


def test_a_pdf_goes_to_the_reader_of_the_browser(draft):
    document = make_ready(draft.folder, requester_of(draft), files.pdf(random.Random(2)), "bilan.pdf")
    answer = signed_in(requester_of(draft)).get(address(document))
    assert answer.headers["Location"] == reverse("folder:open", args=[document.pk])


def test_what_is_not_ready_or_was_removed_or_is_a_strangers_is_not_there(draft, document):
    received = make_received(draft.folder, requester_of(draft), files.jpeg(random.Random(4)))
    assert signed_in(requester_of(draft)).get(address(received)).status_code == 404
    assert signed_in(actor(RoleFactory())).get(address(document)).status_code == 404
    actions.remove(document, by=requester_of(draft), service_request_id=draft.pk)
    assert signed_in(requester_of(draft)).get(address(document)).status_code == 404
