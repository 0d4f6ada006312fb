"""What a service asks by a form of its own: its requesters answer that one, and lose nothing that they have typed."""

import pytest

from telavis.questionnaires.models import Questionnaire
from telavis.questionnaires.queries import left_behind
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from tests.factories import (
    QUESTION_FORM,
    QuestionnaireFactory,
    ServiceFactory,
    ServiceRequestFactory,
    requester_of,
)

pytestmark = pytest.mark.django_db
QUESTION = {"question": {"value": "Faut-il retirer cette lésion ?"}}


def own_form(
    url: str = "https://telavis.example/Questionnaire/du-service", version: str = "1"
) -> Questionnaire:
    """It asks the question, and since when."""
    since = {"linkId": "depuis", "text": "Depuis quand", "type": "string"}
    definition = {**QUESTION_FORM, "url": url, "version": version, "item": [*QUESTION_FORM["item"], since]}
    return QuestionnaireFactory(url=url, version=version, definition=definition)


def to_a_service_with(draft: ServiceRequest, form: Questionnaire | None) -> ServiceRequest:
    service = ServiceFactory()
    service.offers.create(request_type=draft.request_type, questionnaire=form)
    return actions.choose_recipient(draft, service, by=requester_of(draft))


def test_the_draft_moves_to_the_form_of_the_chosen_service_with_what_was_typed():
    draft, form = ServiceRequestFactory(), own_form()
    common = draft.response.questionnaire
    moved = to_a_service_with(draft, form).response
    assert (moved.questionnaire, moved.moved_from, moved.answers) == (form, common, QUESTION)


def test_what_the_common_form_does_not_ask_is_kept_unseen_and_named():
    draft = ServiceRequestFactory()
    draft = to_a_service_with(draft, own_form())
    draft.response.answers = {**QUESTION, "depuis": {"value": "trois jours"}}
    draft.response.save(update_fields=["answers"])
    back = to_a_service_with(draft, None).response
    assert back.questionnaire == draft.request_type.questionnaire
    assert back.answers["depuis"] == {"value": "trois jours"}
    assert left_behind(back) == ["Depuis quand"]


def test_a_tab_that_shows_the_former_form_is_behind():
    draft = ServiceRequestFactory()
    before = draft.response.revision
    assert to_a_service_with(draft, own_form()).response.revision > before


def test_a_service_without_a_form_of_its_own_leaves_the_draft_as_it_is():
    draft = ServiceRequestFactory()
    response = draft.response
    assert to_a_service_with(draft, None).response == response


def test_choosing_the_service_again_keeps_the_version_that_the_draft_was_begun_with():
    draft = to_a_service_with(ServiceRequestFactory(), own_form())
    begun = draft.response.questionnaire
    draft.healthcare_service.offers.update(questionnaire=own_form(version="2"))
    again = actions.choose_recipient(draft, draft.healthcare_service, by=requester_of(draft))
    assert again.response.questionnaire == begun
