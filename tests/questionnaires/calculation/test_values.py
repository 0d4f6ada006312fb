"""Calculated values inside a form: in their order, on right answers only, and frozen when it is sent."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from telavis.questionnaires import actions, queries
from telavis.questionnaires.answers import Written
from telavis.questionnaires.calculation import values
from telavis.questionnaires.calculation.evaluator import NotCalculated
from telavis.questionnaires.calculation.lacking import lacking
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.form import Form
from telavis.questionnaires.models import Questionnaire, QuestionnaireResponse
from tests.questionnaires.calculation.test_expressions import calculated
from tests.questionnaires.forms import definition, filled, item, when

READ = "%resource.repeat(item).where(linkId = '{}').answer.value"


def read(link_id: str) -> str:
    return READ.format(link_id)


@pytest.fixture(scope="module")
def sums() -> Definition:
    """The sum of two numbers, its double before it on the page, and a question that only a large sum calls."""
    return definition(
        calculated("double", f"{read('somme')} * 2"),
        item("a", "decimal", "Première", maxLength=5),
        item("b", "decimal", "Seconde", enableWhen=[when("a", "exists", answerBoolean=True)]),
        calculated("somme", f"{read('a')} + {read('b')}"),
        item("suite", "string", "Suite", enableWhen=[when("somme", ">", answerInteger=10)]),
    )


def value(form: Form, link_id: str) -> Any:
    content = form.answers.content(link_id)
    return content.value if isinstance(content, Written) else content


def test_a_value_follows_from_those_it_reads_wherever_they_stand(sums: Definition):
    form = with_values(filled(sums, a="2,5", b="4"))
    assert (value(form, "somme"), value(form, "double")) == (6.5, 13)


def test_a_condition_may_depend_on_it(sums: Definition):
    suite = sums.by_id["suite"]
    assert with_values(filled(sums, a="6", b="5")).shows(suite)
    assert not with_values(filled(sums, a="5", b="5")).shows(suite)


@pytest.mark.parametrize(
    ("typed", "missing"), [({"a": "2"}, ["Seconde"]), ({"a": "2", "b": "deux"}, ["Seconde"])]
)
def test_without_an_answer_that_can_be_read_it_says_what_it_waits_for(
    sums: Definition, typed: dict[str, Any], missing: list[str]
):
    form = with_values(filled(sums, **typed))
    assert value(form, "somme") is None
    assert lacking(form, sums.by_id["somme"]) == missing
    assert lacking(form, sums.by_id["double"]) == ["Somme"]


def test_without_a_row_the_list_is_what_it_waits_for_and_with_one_it_is_something_else():
    row = item("ligne", "decimal", "Valeur")
    form = definition(
        item("lignes", "group", "Valeurs antérieures", repeats=True, item=[row]),
        calculated("x", f"iif({read('ligne')} > 5, 1, {{}})"),
    )
    assert lacking(with_values(filled(form)), form.by_id["x"]) == ["Valeurs antérieures"]
    known = filled(form, **{"lignes": "", "lignes/0/ligne": "4"})
    assert lacking(with_values(known), form.by_id["x"]) == []


def test_an_answer_that_is_hidden_is_not_read(sums: Definition):
    assert value(with_values(filled(sums, b="4")), "somme") is None


@pytest.mark.parametrize("kind", ["integer", "decimal"])
def test_a_number_that_nobody_could_write_out_is_none(kind: str):
    endless = definition(item("a", "decimal"), calculated("x", "10.power(999999)", kind=kind))
    form = with_values(filled(endless, a="1"))
    assert [line.text for line in form.sections()[0].lines if line.link_id == "x"] == ["non calculé"]


@pytest.mark.parametrize(
    ("kind", "expression"),
    [("integer", "1 / 2"), ("decimal", "'a'"), ("boolean", "1"), ("string", "1"), ("integer", "true")],
)
def test_a_value_of_another_type_is_none(kind: str, expression: str):
    form = with_values(filled(definition(calculated("x", expression, kind=kind))))
    assert value(form, "x") is None


def test_it_says_that_it_failed_where_nothing_is_missing():
    form = with_values(filled(definition(item("a", "decimal"), calculated("x", "1 / 0")), a="1"))
    (section,) = form.sections()
    assert [(line.text, line.note) for line in section.lines if line.link_id == "x"] == [
        ("non calculé", "aide, à vérifier")
    ]


def test_after_a_lost_child_the_page_asks_for_nothing_more(sums: Definition, monkeypatch: pytest.MonkeyPatch):
    asked: list[object] = []

    def lost(question: dict[str, Any]) -> dict[str, Any]:
        asked.append(question)
        raise NotCalculated("late", is_grave=True)

    monkeypatch.setattr(values, "ask", lost)
    form = with_values(filled(sums, a="1", b="2"))
    assert len(asked) == 1
    assert value(form, "somme") is None


def test_a_failure_is_logged_without_an_answer():
    broken = definition(item("a", "string"), calculated("x", f"{read('a')} + 1"))
    with capture_logs() as logged:
        with_values(filled(broken, a="Canari7491"))
    assert [(line["item"], line["why"]) for line in logged] == [("x", "Exception")]
    assert "Canari7491" not in str(logged)


@pytest.fixture
def response(db: None) -> QuestionnaireResponse:
    source = {
        "url": "https://telavis.example/Questionnaire/somme",
        "version": "1",
        "item": [item("a", "integer"), calculated("x", f"{read('a')} + 1", kind="integer")],
    }
    form = Questionnaire.objects.create(url=source["url"], version="1", definition=source)
    return QuestionnaireResponse.objects.create(questionnaire=form, answers={"a": {"value": 1}})


def test_what_is_sent_keeps_the_value_of_then(
    response: QuestionnaireResponse, monkeypatch: pytest.MonkeyPatch
):
    sent = actions.complete(response)
    assert sent.answers == {"a": {"value": 1}, "x": {"value": 2}}
    monkeypatch.setattr(values, "ask", lambda question: pytest.fail("asked again"))
    exported = queries.to_fhir(sent)
    assert exported["item"][1]["answer"] == [{"valueInteger": 2}]


def test_after_a_recall_it_follows_its_answers_again(response: QuestionnaireResponse):
    again = actions.reopen_response(actions.complete(response))
    again.answers = {**again.answers, "a": {"value": 5}}
    assert value(queries.form_of(again), "x") == 6
    again.answers = {"x": {"value": 2}}
    assert value(queries.form_of(again), "x") is None
