"""The largest form that is accepted is opened and saved without scripts; what is larger is refused by a page, and nothing is lost."""

import pytest
from django.test import Client

from telavis.directory.models import PractitionerRole
from telavis.questionnaires import bounds
from telavis.questionnaires.actions import open_response
from telavis.questionnaires.models import QuestionnaireResponse
from telavis.service_requests.models import ServiceRequest
from tests.factories import QuestionnaireFactory, RequestTypeFactory, ServiceRequestFactory
from tests.questionnaires.forms import item
from tests.web.compose.fill import COMMON_ALONE, draft_of, typed
from tests.web.compose.test_review import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(requester: PractitionerRole) -> ServiceRequest:
    questions = [item(f"q{number}", "integer", required=True) for number in range(bounds.ITEMS)]
    shape = {
        "resourceType": "Questionnaire",
        "url": "https://x.example/grand",
        "version": "1",
        "title": "Grand",
    }
    form = QuestionnaireFactory(definition={**shape, "item": questions})
    made: ServiceRequest = ServiceRequestFactory(
        requester=requester,
        request_type=RequestTypeFactory(questionnaire=form),
        response=open_response(form),
        urgency=None,
    )
    return made


def answers(draft: ServiceRequest) -> dict[str, object]:
    kept: dict[str, object] = QuestionnaireResponse.objects.get(pk=draft.response_id).answers
    return kept


def test_the_largest_form_is_saved_whole_without_scripts(desk: Client, draft: ServiceRequest):
    last = f"q{bounds.ITEMS - 1}"
    sent = typed(desk.get(address(draft, "form")), q0="1", **{last: "2"}, go="review")
    assert desk.post(address(draft, "form"), sent).status_code == 302
    assert answers(draft) == {"q0": {"value": 1}, last: {"value": 2}}


@pytest.mark.parametrize("name", ["question", "question/unavailable", "inconnu"])
def test_ten_million_characters_are_refused_by_a_page_in_words(
    desk: Client, requester: PractitionerRole, name: str
):
    draft = draft_of(COMMON_ALONE, requester)
    desk.post(address(draft, "form"), {"question": "Que faire ?"})
    page = desk.post(address(draft, "form"), {name: "x" * 10_000_000})
    assert page.status_code == 413
    assert "<h1" in page.content.decode()
    assert answers(draft) == {"question": {"value": "Que faire ?"}}
