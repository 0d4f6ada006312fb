"""One reason for all that is missing."""

import pytest

from telavis.service_requests import actions
from tests.factories import QuestionnaireFactory, requester_of
from tests.questionnaires.forms import item, section
from tests.service_requests.test_take_up import Earlier

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier() -> Earlier:
    """A form that requires two values besides its question."""
    made = Earlier()
    wanted = [item(name, "string", required=True) for name in ("question", "poids", "taille")]
    shape = {"resourceType": "Questionnaire", "url": "https://y.example", "version": "1", "title": "Essai"}
    made.request_type.questionnaire = QuestionnaireFactory(definition={**shape, "item": [section(*wanted)]})
    return made


def test_each_missing_question_keeps_the_reason_and_what_was_answered_stays(earlier):
    draft = earlier.made({"question": {"value": "?"}, "poids": {"value": "82"}})
    actions.excuse(draft, "  dit dans\nl’histoire ", by=requester_of(draft))
    draft.response.refresh_from_db()
    assert draft.response.answers == {
        "question": {"value": "?"},
        "poids": {"value": "82"},
        "taille": {"unavailable": "dit dans l’histoire"},
    }


def test_the_question_itself_is_never_excused(earlier):
    draft = earlier.made({})
    actions.excuse(draft, "rien", by=requester_of(draft))
    draft.response.refresh_from_db()
    assert draft.response.answers.keys() == {"poids", "taille"}


def test_without_a_reason_nothing_is_said(earlier):
    draft = earlier.made({})
    actions.excuse(draft, " ", by=requester_of(draft))
    draft.response.refresh_from_db()
    assert draft.response.answers == {}
