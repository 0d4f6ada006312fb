"""If the trace of an access cannot be written, what was asked for is not shown, and nothing else is kept."""

from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from telavis.audit.models import AuditEvent
from telavis.service_requests.models import ReadMark, ServiceRequest, Transition
from telavis.service_requests.workflow import Verb
from tests.documents.makers import make_ready
from tests.factories import OPINION, ServiceRequestFactory, requester_of
from tests.failing import nothing_kept_in
from tests.web.identities.about import a_merge, a_pair, address_about
from tests.web.identities.conftest import new_desk

pytestmark = pytest.mark.django_db

CANARIES = ("DURAND", "Durand", "Jeanne", OPINION.short_answer, "Faut-il retirer")
ON_A_FILE = [
    *("thread:file", "thread:pdf", "thread:save_pdf", "thread:share", "thread:write", "thread:reopen"),
    "thread:withdraw_consent",
]


def desk_of_the_requester(service_request: ServiceRequest) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(service_request.requester.practitioner.user)
    return client


def body(response: HttpResponseBase) -> str:
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    return bytes(content).decode(errors="replace")


def shows_nothing(response: HttpResponseBase) -> None:
    assert response.status_code == 500
    shown = body(response)
    assert not [canary for canary in CANARIES if canary in shown]
    assert "%PDF" not in shown


@pytest.mark.parametrize("name", ON_A_FILE)
def test_a_file_its_pages_and_its_pdf_stay_closed(name: str):
    answered = ServiceRequestFactory(answered=True)
    desk, address = desk_of_the_requester(answered), reverse(name, args=[answered.reference])
    with nothing_kept_in(AuditEvent):
        shows_nothing(desk.get(address))
    assert not ReadMark.objects.exists()
    assert not Transition.objects.exists()
    assert desk.get(address).status_code == 200


def test_an_answer_whose_reading_cannot_be_noted_is_not_shown():
    answered = ServiceRequestFactory(answered=True)
    desk = desk_of_the_requester(answered)
    with nothing_kept_in(Transition):
        shows_nothing(desk.get(reverse("thread:file", args=[answered.reference])))
        shows_nothing(desk.get(reverse("thread:pdf", args=[answered.reference])))
    assert not ReadMark.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_document_stays_closed():
    answered = ServiceRequestFactory(answered=True)
    document = make_ready(answered.folder, requester_of(answered))
    desk, address = desk_of_the_requester(answered), reverse("folder:open", args=[document.pk])
    with nothing_kept_in(AuditEvent):
        refused = desk.get(address)
    assert refused.status_code == 500
    assert "PNG" not in body(refused)[:100]
    opened = desk.get(address)
    assert opened.status_code == 200
    body(opened)


STEPS = ["patient", "correct_identity", "consent", "type", "recipient", "form", "review"]
REFRESHED = {"HX-Request": "true", "X-Telavis-Background": "1"}


@pytest.mark.parametrize("headers", [{}, REFRESHED])
@pytest.mark.parametrize("step", STEPS)
def test_each_step_of_a_draft_stays_closed(step: str, headers: dict[str, str]):
    draft = ServiceRequestFactory()
    desk, address = desk_of_the_requester(draft), reverse(f"compose:{step}", args=[draft.pk])
    with nothing_kept_in(AuditEvent):
        shows_nothing(desk.get(address, headers=headers))
    assert desk.get(address, headers=headers).status_code == 200
    assert [event.action for event in AuditEvent.objects.all()] == ["open_patient"]


@pytest.mark.parametrize("step", ["correct_identity", "consent", "recipient", "type"])
def test_a_form_of_a_draft_that_comes_back_stays_closed(step: str):
    draft = ServiceRequestFactory()
    desk, address = desk_of_the_requester(draft), reverse(f"compose:{step}", args=[draft.pk])
    with nothing_kept_in(AuditEvent):
        shows_nothing(desk.post(address))
    assert "DURAND" in body(desk.post(address))
    assert [event.action for event in AuditEvent.objects.all()] == ["open_patient"]


def test_the_documents_shown_again_with_a_refusal_stay_closed():
    draft = ServiceRequestFactory()
    desk, address = desk_of_the_requester(draft), reverse("folder:add", args=[draft.folder_id])
    with nothing_kept_in(AuditEvent):
        shows_nothing(desk.post(address))
    assert "DURAND" in body(desk.post(address))


def test_the_confirmation_and_the_page_of_the_documents_stay_closed():
    sent = ServiceRequestFactory(sent=True)
    desk = desk_of_the_requester(sent)
    for address in (reverse("compose:sent", args=[sent.pk]), reverse("folder:index", args=[sent.folder_id])):
        with nothing_kept_in(AuditEvent):
            shows_nothing(desk.get(address))
        assert "DURAND" in body(desk.get(address))


@pytest.mark.parametrize("name", ["queue", "merges", "pair", "merging", "patient", "beside", "correct"])
def test_the_pages_of_the_identity_desk_stay_closed(name: str):
    a_pair()
    a_merge()
    address = address_about(f"identities:{name}")
    desk = new_desk()
    desk.raise_request_exception = False
    with nothing_kept_in(AuditEvent):
        shows_nothing(desk.get(address))
    assert "DURAND" in body(desk.get(address)).upper()


SEARCHES: dict[str, dict[str, Any]] = {
    "compose:start": {
        "recherche-last": "Durand",
        "recherche-given": "Jeanne",
        "recherche-birth_date": "12/03/1954",
    },
    "home:search": {"texte": "Durand"},
}


@pytest.mark.parametrize("name", SEARCHES)
def test_a_search_finds_nothing(name: str):
    answered = ServiceRequestFactory(answered=True)
    desk = desk_of_the_requester(answered)
    with nothing_kept_in(AuditEvent):
        refused = desk.post(reverse(name), SEARCHES[name], follow=True)
    assert refused.status_code == 500
    assert "12/03/1954" not in body(refused)
    assert desk.post(reverse(name), SEARCHES[name], follow=True).status_code == 200


def test_a_verb_whose_line_cannot_be_written_is_undone():
    answered = ServiceRequestFactory(answered=True)
    desk = desk_of_the_requester(answered)
    with nothing_kept_in(Transition), transaction.atomic():
        refused = desk.post(reverse(f"thread:{Verb.CLOSE}", args=[answered.reference]))
    answered.refresh_from_db()
    assert (refused.status_code, answered.state) == (500, "answered")
