"""What earlier requests said is proposed to whoever may see it, taken up by a press, and marked."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from telavis.audit.models import AuditAction, AuditEvent
from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.models import QuestionnaireResponse
from telavis.questionnaires.pages import Page
from telavis.questionnaires.queries import form_of
from telavis.questionnaires.reading import ROWS_MAX, as_fields
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest, Share
from telavis.service_requests.openings import open_earlier
from telavis.service_requests.queries.earlier import proposals
from telavis.service_requests.workflow import State
from tests.factories import (
    PatientFactory,
    QuestionnaireFactory,
    RequestTypeFactory,
    RoleFactory,
    ServiceRequestFactory,
    requester_of,
)
from tests.questionnaires.forms import choice, extension, item, section

pytestmark = pytest.mark.django_db

FORM = section(
    item("question", "text", "Votre question", required=True),
    choice("antecedents", "hta", "diabete", type="open-choice", repeats=True),
    item("traitements_texte", "text", "Liste des traitements"),
    item(
        "creatinines",
        "group",
        "Créatinines",
        repeats=True,
        item=[item("jour", "date", "Date"), item("valeur", "decimal", "Valeur")],
    ),
    item("valeur_recente", "decimal", "Créatinine la plus récente"),
    item("jour_recent", "date", "Date"),
)
POINTS = (("valeur", "jour"), ("valeur_recente", "jour_recent"))
FORM["extension"] = [
    {
        "url": fhir.TREND,
        "extension": [
            extension("label", valueString="Créatinine"),
            *(
                {
                    "url": "point",
                    "extension": [extension("value", valueString=value), extension("day", valueString=day)],
                }
                for value, day in POINTS
            ),
        ],
    }
]


def row(day: str, value: str) -> dict[str, Any]:
    return {"jour": {"date": day}, "valeur": {"decimal": value}}


ANSWERS: dict[str, Any] = {
    "question": {"value": "Que faire ?"},
    "antecedents": {"codes": ["hta"], "other": "goutte"},
    "traitements_texte": {"value": "Amlodipine 5 mg"},
    "creatinines": {"rows": [row("2026-01-02", "98")]},
}


class Earlier:
    """Requests about one patient, on one form."""

    def __init__(self) -> None:
        shape: dict[str, Any] = {"resourceType": "Questionnaire", "url": "https://x.example", "version": "1"}
        form = QuestionnaireFactory(definition={**shape, "title": "Essai", "item": [FORM]})
        self.request_type = RequestTypeFactory(questionnaire=form)
        self.patient = PatientFactory()
        self.requester = RoleFactory()

    def made(self, answers: dict[str, Any], *, days_ago: int = 0, **columns: Any) -> ServiceRequest:
        response = QuestionnaireResponse.objects.create(
            questionnaire=self.request_type.questionnaire, answers=answers
        )
        columns = {"patient": self.patient, "requester": self.requester, **columns}
        made: ServiceRequest = ServiceRequestFactory(
            request_type=self.request_type, response=response, **columns
        )
        if made.state != State.DRAFT:
            sent_at = timezone.now() - timedelta(days=days_ago)
            ServiceRequest.objects.filter(pk=made.pk).update(sent_at=sent_at, visible_at=sent_at)
        return made


@pytest.fixture
def earlier() -> Earlier:
    return Earlier()


def proposed(draft: ServiceRequest) -> dict[str, str]:
    return {each.link_id: each.words for each in proposals(draft, requester_of(draft))}


def test_the_last_request_of_the_requester_proposes_what_outlives_its_question(earlier):
    earlier.made({**ANSWERS, "traitements_texte": {"value": "ancien"}}, days_ago=90, sent=True)
    earlier.made(ANSWERS, days_ago=30, answered=True)
    assert proposed(earlier.made({})) == {
        "antecedents": "hta, goutte", "traitements_texte": "Amlodipine 5 mg", "creatinines": "02/01/2026, 98",
    }  # fmt: skip


def test_the_newest_value_of_then_is_proposed_among_the_earlier_ones(earlier):
    newest = {"valeur_recente": {"decimal": "120"}, "jour_recent": {"date": "2026-02-02"}}
    earlier.made({**ANSWERS, **newest}, sent=True)
    assert proposed(earlier.made({}))["creatinines"] == "02/02/2026, 120 ; 02/01/2026, 98"
    same_sheet = proposed(earlier.made(newest))
    assert same_sheet["creatinines"] == "02/01/2026, 98", "what stands as the newest now is no earlier value"


def test_what_somebody_else_asked_proposes_nothing_unless_it_was_shared(earlier):
    theirs = earlier.made(ANSWERS, sent=True, requester=RoleFactory())
    draft = earlier.made({})
    assert proposed(draft) == {}
    Share.objects.create(
        service_request=theirs, practitioner=earlier.requester.practitioner, shared_by=theirs.requester
    )
    assert proposed(draft) == {"creatinines": "02/01/2026, 98"}, "values only: the story is theirs to tell"


def test_no_more_lines_are_taken_than_a_list_holds(earlier):
    for year in (2024, 2025):
        lines = [row(f"{year}-{place % 12 + 1:02}-{place % 28 + 1:02}", f"{place}") for place in range(70)]
        earlier.made({"creatinines": {"rows": lines}}, sent=True)
    draft = earlier.made({"creatinines": {"rows": [row("2026-03-02", "120")]}})
    actions.take_up(draft, actions.ALL, by=requester_of(draft))
    draft.response.refresh_from_db()
    assert len(draft.response.answers["creatinines"]["rows"]) == ROWS_MAX
    assert proposed(draft) == {}


def test_values_that_were_asked_in_another_unit_are_not_proposed(earlier):
    """98 µmol/L are not 98 mg/dL, neither of a list nor as the newest value of then."""
    before = {**ANSWERS, "valeur_recente": {"decimal": "120"}, "jour_recent": {"date": "2026-02-02"}}
    earlier.made(before, sent=True)
    form = json.loads(json.dumps(FORM))
    for asked in (form["item"][3]["item"][1], form["item"][4]):
        asked["extension"] = [extension(fhir.UNIT, valueCoding={"code": "mg/dL", "display": "mg/dL"})]
    shape = {"resourceType": "Questionnaire", "url": "https://y.example", "version": "1", "title": "Essai"}
    earlier.request_type.questionnaire = QuestionnaireFactory(definition={**shape, "item": [form]})
    assert "creatinines" not in proposed(earlier.made({}))


@pytest.mark.parametrize("spoilt", ["draft", "entered_in_error", "consent", "somebody else"])
def test_some_requests_propose_nothing(earlier, spoilt):
    columns: dict[str, Any] = {
        "draft": {},
        "entered_in_error": {"entered_in_error": True},
        "consent": {"sent": True, "consent_withdrawn_at": timezone.now()},
        "somebody else": {"sent": True, "patient": PatientFactory()},
    }[spoilt]
    earlier.made(ANSWERS, **columns)
    assert proposed(earlier.made({})) == {}


def test_a_dated_list_of_words_belongs_to_its_own_story(earlier):
    words = item("essais", "group", repeats=True, item=[item("debut", "date"), item("produit", "string")])
    shape = {"resourceType": "Questionnaire", "url": "https://z.example", "version": "1", "title": "Essai"}
    earlier.request_type.questionnaire = QuestionnaireFactory(definition={**shape, "item": [section(words)]})
    earlier.made({"essais": {"rows": [{"debut": {"date": "2026-01-02"}}]}}, sent=True)
    assert proposed(earlier.made({})) == {}


def test_nothing_is_taken_by_itself_and_one_press_takes_one_answer(earlier):
    earlier.made(ANSWERS, sent=True)
    draft = earlier.made({})
    open_earlier(draft, by=requester_of(draft))
    draft.response.refresh_from_db()
    assert draft.response.answers == {}
    actions.take_up(draft, "antecedents", by=requester_of(draft))
    draft.response.refresh_from_db()
    assert draft.response.answers == {"antecedents": ANSWERS["antecedents"]}


def test_all_is_taken_beside_what_stands_which_wins(earlier):
    earlier.made(ANSWERS, sent=True)
    mine = {"traitements_texte": {"value": "rien"}, "creatinines": {"rows": [row("2026-03-02", "120")]}}
    draft = earlier.made(mine)
    actions.take_up(draft, actions.ALL, by=requester_of(draft))
    draft.response.refresh_from_db()
    assert draft.response.answers == {
        "antecedents": ANSWERS["antecedents"],
        "traitements_texte": {"value": "rien"},
        "creatinines": {"rows": [row("2026-03-02", "120"), row("2026-01-02", "98")]},
    }
    assert proposed(draft) == {}


def test_the_reason_of_what_was_unavailable_is_kept_beside_what_was_taken(earlier):
    earlier.made(ANSWERS, sent=True)
    reason = {"unavailable": "labo fermé"}
    draft = earlier.made({"creatinines": reason})
    actions.take_up(draft, "creatinines", by=requester_of(draft))
    draft.response.refresh_from_db()
    assert draft.response.answers == {"creatinines": {**ANSWERS["creatinines"], **reason}}


def test_what_was_taken_is_marked_until_it_is_changed(earlier):
    earlier.made(ANSWERS, sent=True)
    draft = earlier.made({})
    actions.take_up(draft, actions.ALL, by=requester_of(draft))
    draft.response.refresh_from_db()
    today = f"{timezone.localdate():%d/%m/%Y}"
    notes = [line.note for each in form_of(draft.response).sections() for line in each.lines]
    assert list(filter(None, notes)) == [f"repris d’une demande du {today}, à\u00a0vérifier"] * 3
    typed = as_fields({"traitements_texte": "Amlodipine 10 mg"})
    actions.fill(draft, typed, page=Page(), by=requester_of(draft))
    draft.response.refresh_from_db()
    assert form_of(draft.response).carried.keys() == {"antecedents", "creatinines"}


def test_reading_of_an_earlier_request_leaves_its_trace(earlier):
    before = earlier.made(ANSWERS, sent=True)
    draft = earlier.made({})
    open_earlier(draft, by=requester_of(draft))
    trace = AuditEvent.objects.get(action=AuditAction.OPEN_REQUEST)
    assert trace.service_request_id == before.pk


def test_a_stranger_takes_nothing(earlier):
    earlier.made(ANSWERS, sent=True)
    draft = earlier.made({})
    with pytest.raises(actions.NotAllowed):
        actions.take_up(draft, actions.ALL, by=requester_of(earlier.made({}, requester=RoleFactory())))
