"""A form that is spoilt in the database takes no page down: its requests say so, and the others go on."""

import pytest
from django.test import Client
from django.urls import reverse

from telavis.directory.models import PractitionerRole
from telavis.service_requests.models import ServiceRequest
from tests.factories import QUESTION_FORM, QuestionnaireFactory, RequestTypeFactory, ServiceRequestFactory
from tests.web.compose.fill import draft_of, fields_of
from tests.web.desks import member_desk, requester_desk

SAID = "ne peut pas être affiché"
SPOILT = [{"resourceType": "Questionnaire", "item": [{"linkId": "question", "type": "?"}]}, ["rien"]]


def spoil(draft: ServiceRequest, definition: object) -> None:
    """Past the actions; the trigger lets an unpublished form change."""
    form = draft.response.questionnaire
    draft.response.questionnaire = QuestionnaireFactory(definition=definition, url=form.url, version="abîmée")
    draft.response.answers = {"question": {"value": "Que faire ?"}, "x": {"rows": [{"y": {"codes": ["z"]}}]}}
    draft.response.save(update_fields=["questionnaire", "answers"])


def words(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("definition", SPOILT)
def test_a_draft_opens_keeps_its_answers_and_is_not_sent(
    desk: Client, requester: PractitionerRole, definition
):
    draft = draft_of("tronc-commun", requester)
    spoil(draft, definition)
    address = reverse("compose:form", args=[draft.pk])
    page = desk.get(address)
    assert SAID in words(page)
    assert desk.get(reverse("home:index")).status_code == 200
    desk.post(address, {**fields_of(page), "question": "autre chose", "go": "save"})
    draft.response.refresh_from_db()
    assert draft.response.answers["question"] == {"value": "Que faire ?"}
    assert SAID in words(desk.get(reverse("compose:review", args=[draft.pk])))
    desk.post(reverse("compose:send", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_file_shows_what_was_answered_and_the_inbox_and_the_report_stay(requester: PractitionerRole):
    request_type = RequestTypeFactory(questionnaire=QuestionnaireFactory(definition=QUESTION_FORM))
    sent = ServiceRequestFactory(sent=True, request_type=request_type)
    spoil(sent, SPOILT[0])
    address = f"/dossiers/{sent.reference}/"
    for client in (member_desk(sent), requester_desk(sent)):
        page = words(client.get(address))
        assert SAID in page
        assert "Que faire ?" in page
    assert member_desk(sent).get(reverse("inbox:index")).status_code == 200
    assert member_desk(sent).get(f"{address}pdf/").content.startswith(b"%PDF-")
