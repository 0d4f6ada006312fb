"""Listing who saw a request."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from telavis.service_requests import actions
from telavis.service_requests.openings import open_patient, open_request
from tests.documents.makers import make_shown
from tests.factories import ServiceRequestFactory, expert_of, requester_of

pytestmark = pytest.mark.django_db


def test_each_opening_is_a_line_with_who_and_from_where():
    sent = ServiceRequestFactory(sent=True)
    reader = expert_of(sent)
    actions.take(sent, by=reader)
    open_request(sent.reference, by=reader)
    out = StringIO()
    call_command("who_saw", sent.reference.lower(), stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    assert reader.user_label in lines[0]
    assert str(reader.role) in lines[0]


def test_the_openings_of_a_draft_are_listed_too():
    draft = ServiceRequestFactory()
    open_patient(draft, by=requester_of(draft))
    out = StringIO()
    call_command("who_saw", draft.reference, stdout=out)
    assert requester_of(draft).user_label in out.getvalue()


def test_its_documents_and_its_pdf_are_listed_as_well():
    sent = ServiceRequestFactory(sent=True)
    reader = expert_of(sent)
    desk = Client()
    desk.force_login(reader.role.practitioner.user)
    for name in ("pdf", "save_pdf"):
        assert desk.get(reverse(f"thread:{name}", args=[sent.reference])).status_code == 200
    list(desk.get(reverse("folder:open", args=[make_shown(sent.folder).pk])).streaming_content)
    out = StringIO()
    call_command("who_saw", sent.reference, stdout=out)
    lines = [line for line in out.getvalue().splitlines() if reader.user_label in line]
    assert len(lines) == 3
    assert "PDF" in lines[0]
    assert "PDF" in lines[1]
    assert "document" in lines[2].lower()


@pytest.mark.parametrize(("reference", "words"), [("TE-26", "complète"), ("TE-26-K7M4-9Q", "No request")])
def test_a_reference_that_leads_nowhere_is_said(reference, words):
    with pytest.raises(CommandError, match=words):
        call_command("who_saw", reference)
