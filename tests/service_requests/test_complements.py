"""A complement by its questions: which may be asked, what a reply gives, what stays waited for."""

from typing import Any

import pytest

from telavis.questionnaires.answers import Answer, Answers, Chosen, Written
from telavis.questionnaires.models import QuestionnaireResponse
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries.complements import askable, asked_form, to_attach
from telavis.service_requests.queries.contents import contents_of
from telavis.service_requests.queries.file import history_of
from telavis.service_requests.queries.summary import summary_of
from tests.documents.makers import make_ready
from tests.factories import (
    QuestionnaireFactory,
    RequestTypeFactory,
    ServiceRequestFactory,
    expert_of,
    requester_of,
)
from tests.questionnaires.forms import choice, item, section, when

pytestmark = pytest.mark.django_db

BLOOD = item(
    "sang",
    "group",
    "Bilan",
    required=True,
    item=[
        item("sang_k", "decimal", "Potassium", required=True),
        item("sang_ecg", "string", "ECG", enableWhen=[when("sang_k", ">", answerDecimal=6)]),
        item("sang_doc", "attachment", "Compte rendu"),
        item(
            "sang_labo", "string", "Laboratoire", enableWhen=[when("sang_doc", "exists", answerBoolean=True)]
        ),
    ],
)
FORM = section(
    item("question", "text", "Votre question", required=True),
    item("poids", "integer", "Poids", required=True),
    BLOOD,
    item("photo", "attachment", "Photo", required=True),
    choice("sexe", "f", "m", required=False),
    item("grossesse", "string", "Grossesse", enableWhen=[when("sexe", code="f")]),
)
UNAVAILABLE = {"unavailable": "labo fermé"}


@pytest.fixture
def taken() -> ServiceRequest:
    """Weight, blood and photograph were said to be unavailable."""
    definition: dict[str, Any] = {"resourceType": "Questionnaire", "url": "https://x.example", "version": "1"}
    questionnaire = QuestionnaireFactory(definition={**definition, "title": "Essai", "item": [FORM]})
    lacking = dict.fromkeys(("poids", "sang", "photo"), UNAVAILABLE)
    response = QuestionnaireResponse.objects.create(
        questionnaire=questionnaire, answers={"question": {"value": "Que faire ?"}, **lacking}
    )
    request_type = RequestTypeFactory(questionnaire=questionnaire)
    service_request: ServiceRequest = ServiceRequestFactory(
        taken=True, request_type=request_type, response=response, missing_count=3
    )
    return service_request


def asked_for(taken: ServiceRequest, *link_ids: str) -> ServiceRequest:
    return actions.ask_more(taken, text="", asked_items=link_ids, by=expert_of(taken))


def weight(kilos: int) -> Answers:
    return Answers({"poids": Answer(Written(kilos))})


def waiting(service_request: ServiceRequest) -> set[str]:
    rows = service_request.asked_items.filter(answered_at__isnull=True)
    return set(rows.values_list("link_id", flat=True))


def test_what_has_no_answer_may_be_asked_and_what_is_not_shown_may_not(taken):
    assert [(each.link_id, each.reason) for each in askable(taken)] == [
        ("poids", "labo fermé"), ("sang", "labo fermé"), ("photo", "labo fermé"), ("sexe", ""),
    ]  # fmt: skip


def test_what_is_asked_is_kept_with_its_service_and_its_form(taken):
    asked_for(taken, "poids", "sang")
    kept = {each.link_id: each for each in taken.asked_items.all()}
    assert kept.keys() == {"poids", "sang"}
    assert kept["poids"].healthcare_service == taken.healthcare_service
    assert kept["poids"].questionnaire == taken.response.questionnaire
    assert kept["poids"].answered_at is None


def test_the_reply_asks_these_questions_only_and_documents_by_their_name(taken):
    held = asked_for(taken, "sang", "photo")
    form = asked_form(held, Answers())
    asked = ["complement", "sang", "sang_k", "sang_ecg", "sang_labo"]
    assert [each.link_id for each in form.definition.walk()] == asked
    assert not form.shows(form.definition.by_id["sang_ecg"])
    assert [each.label for each in to_attach(held)] == ["Photo"]


def test_an_answer_is_a_fact_stands_in_the_message_and_is_missing_no_more(taken):
    held = asked_for(taken, "poids", "sang")
    back = actions.reply(held, text="Bonjour.", answers=weight(82), by=requester_of(held))
    assert waiting(back) == {"sang"}
    assert back.missing_count == 2
    assert back.messages.get(kind="reply").text == "Bonjour.\n\nPoids\u202f: 82"
    taken.response.refresh_from_db()
    assert taken.response.answers["poids"] == UNAVAILABLE, "what was sent stays what it was"


def test_still_unavailable_is_said_and_stays_waited_for(taken):
    held = asked_for(taken, "poids")
    still = Answers({"poids": Answer(unavailable="refuse la pesée")})
    back = actions.reply(held, text="", answers=still, by=requester_of(held))
    assert waiting(back) == {"poids"}
    assert back.messages.get(kind="reply").text == "Poids\u202f: non disponible (refuse la pesée)"


def test_a_document_answers_what_only_a_document_answers(taken, documents_folder):
    held = asked_for(taken, "photo", "poids")
    make_ready(actions.open_reply_folder(held, by=requester_of(held)), requester_of(held))
    back = actions.reply(held, text="La voici.", by=requester_of(held))
    assert waiting(back) == {"poids"}


def test_asked_twice_it_waits_once(taken):
    held = asked_for(taken, "poids")
    back = actions.reply(held, text="Demain.", by=requester_of(held))
    again = asked_for(back, "poids", "sang")
    assert sorted(again.asked_items.values_list("link_id", flat=True)) == ["poids", "sang"]


def test_an_answer_to_what_was_not_asked_is_not_kept(taken):
    held = asked_for(taken, "poids")
    stray = Answers({"sexe": Answer(Chosen(("f",)))})
    back = actions.reply(held, text="Bonjour.", answers=stray, by=requester_of(held))
    assert back.messages.get(kind="reply").answers == {}


def test_the_summary_to_paste_says_what_has_come_and_no_more_that_it_lacks(taken):
    held = asked_for(taken, "poids", "sang", "sexe")
    answers = Answers({**weight(82).by_id, "sexe": Answer(Chosen(("f",)))})
    back = actions.reply(held, text="", answers=answers, by=requester_of(held))
    lines = summary_of(back, contents_of(back, {}, history_of(back)))
    told = {line.partition(" : ")[0]: line.partition(" : ")[2] for line in lines}
    assert told["Reçu en complément"] == "Poids : 82 ; Sexe : f"
    assert told["Non disponible"] == "Bilan (labo fermé) ; Photo (labo fermé)"


def test_the_file_tells_beside_what_was_missing_what_has_come_and_what_is_waited_for(taken):
    held = asked_for(taken, "poids", "sang")
    back = actions.reply(held, text="", answers=weight(82), by=requester_of(held))
    contents = contents_of(back, {}, history_of(back))
    told = {each.label: (each.given, each.is_waited_for) for each in contents.missing}
    assert told == {
        "Poids": ("reçu en complément à l’instant", False), "Bilan": ("", True), "Photo": ("", False),
    }  # fmt: skip
    lines = {line.link_id: line for each in contents.sections for line in each.lines}
    assert lines["poids"].note == "reçu en complément à l’instant\u202f: 82"
    assert lines["poids"].unavailable == "labo fermé"
