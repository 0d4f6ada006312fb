"""What the forms of others do and ours do not: any linkId, nested questions, typed options, repeated answers."""

from datetime import UTC, datetime
from typing import Any

import pytest

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.answers import Chosen, Rows, Written
from telavis.questionnaires.beginning import initial_answers
from telavis.questionnaires.fhir_response import to_fhir
from telavis.questionnaires.form import Form
from telavis.questionnaires.invalid import InvalidDefinition
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.reading import as_fields, read_fields
from telavis.web.pieces.questionnaire import page_of
from tests.questionnaires.forms import choice, definition, extension, filled, item, plain, when

Json = dict[str, Any]
RADIO = extension(fhir.ITEM_CONTROL, valueCodeableConcept={"coding": [{"code": "radio-button"}]})
ONE_QUESTION = extension(fhir.ONE_QUESTION, valueBoolean=True)


def sent(form: Form) -> list[Json]:
    """The items of the response, without the section around them."""
    whole = to_fhir(form, identifier="r", authored=datetime(2026, 3, 2, tzinfo=UTC), is_completed=True)
    return [{key: value for key, value in node.items() if key != "text"} for node in whole["item"][0]["item"]]


@pytest.mark.parametrize("link_id", ["1.1", "/8310-5", "a/other", "a b", "é«»", "%2F", "x" * 80, "1/0/2"])
def test_any_link_id_is_asked_answered_and_kept(link_id: str):
    form = definition(item(link_id, "string"), item("b", "string"))
    (section,) = page_of(filled(form)).sections
    field = section.fields[0]
    answers, refusals = read_fields(form, as_fields({field.name: "oui"}), filled(form).stored)
    assert refusals == []
    assert answers.content(link_id) == Written("oui")
    assert "/" not in field.name


def test_no_two_questions_have_the_same_place_on_the_page():
    link_ids = ["a.b", "a-b", "a b", "a/b", "a_b", "a:b", "a%2Fb"]
    row = item("a", "group", repeats=True, item=[item("b", "string")])
    (section,) = page_of(filled(definition(*(item(each, "string") for each in link_ids), row))).sections
    cells = [field.id for line in section.fields[-1].rows for field in line.cells]
    ids = [field.id for field in section.fields] + cells
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("link_id", ["", " a", "a ", "a\nb", "a\x7fb", "x" * 81])
def test_a_link_id_that_nobody_can_write_is_refused(link_id: str):
    with pytest.raises(InvalidDefinition):
        definition(item(link_id, "string"))


def test_options_may_be_texts_numbers_days_or_names_without_code():
    options = [
        {"valueString": "Peu"},
        {"valueInteger": 3},
        {"valueDate": "2026-03-02"},
        {"valueCoding": {"display": "Sans code"}},
    ]
    form = definition(
        choice("a", *options, repeats=True),
        item("si_trois", "string", enableWhen=[when("a", answerInteger=3)]),
        item("si_tard", "string", enableWhen=[when("a", ">", answerDate="2027-01-01")]),
    )
    assert [option.label for option in form.by_id["a"].options] == ["Peu", "3", "02/03/2026", "Sans code"]
    answered = filled(form, a=["Peu", "3", "2026-03-02", "Sans code"])
    assert answered.shows(form.by_id["si_trois"])
    assert not answered.shows(form.by_id["si_tard"])
    assert sent(answered)[0]["answer"] == [
        {"valueString": "Peu"},
        {"valueInteger": 3},
        {"valueDate": "2026-03-02"},
        {"valueCoding": {"display": "Sans code"}},
    ]


@pytest.mark.parametrize(
    ("options", "why"),
    [([{"valueString": ""}], "code ou d’une valeur"), ([{"valueDate": "demain"}], "n’est pas une date")],
)
def test_an_option_without_value_is_refused(options: list[Json], why: str):
    with pytest.raises(InvalidDefinition, match=why):
        definition(choice("a", *options))
    with pytest.raises(InvalidDefinition, match="proposée deux fois"):
        definition(choice("a", {"valueString": "x"}, "x"))


@pytest.mark.parametrize(("typed", "value"), [("true", True), ("false", False)])
def test_a_yes_no_question_may_be_answered_by_no(typed: str, value: bool):
    follow_up = item("b", "string", enableWhen=[when("a", answerBoolean=False)])
    form = definition(item("a", "boolean", required=True, extension=[RADIO]), follow_up)
    answered = filled(form, a=typed)
    assert sent(answered) == [{"linkId": "a", "answer": [{"valueBoolean": value}]}]
    assert answered.shows(form.by_id["b"]) is (value is False)
    assert answered.sections()[0].lines[0].text == ("Oui" if value else "Non")
    assert len(filled(form).missing()) == 1


def under(question: str, *items: Json) -> Json:
    mark = extension(fhir.ASKED_UNDER, valueString=question)
    asked = [when(question, "exists", answerBoolean=True)]
    return {
        "linkId": f"{question}/suite",
        "type": "group",
        "extension": [mark],
        "enableWhen": asked,
        "item": list(items),
    }


def test_what_is_asked_under_a_question_is_kept_inside_its_answer():
    form = definition(choice("a", "x", "y"), under("a", item("b", "string", required=True)))
    assert not filled(form).shows(form.by_id["b"])
    answered = filled(form, a="x")
    assert [each.link_id for each in answered.missing()] == ["b"]
    coding = {"valueCoding": {"code": "x", "display": "x"}}
    inside = {"linkId": "b", "text": "B", "answer": [{"valueString": "oui"}]}
    assert sent(filled(form, a="x", b="oui")) == [{"linkId": "a", "answer": [coding | {"item": [inside]}]}]
    assert [line.label for line in filled(form, a="x", b="oui").sections()[0].lines] == ["A", "B"]


def test_one_question_that_is_answered_several_times_leaves_as_one():
    rows = item("a", "group", repeats=True, extension=[ONE_QUESTION], item=[item("a/1", "integer", "A")])
    follow_up = item("b", "string", enableWhen=[when("a", ">", answerInteger=5)])
    form = definition(rows, follow_up)
    fields = {"a": "", "a/0/a%2F1": "3", "a/1/a%2F1": "7"}
    answers, _ = read_fields(form, as_fields(fields), filled(form).stored)
    answered = Form(form, answers)
    assert sent(answered) == [{"linkId": "a", "answer": [{"valueInteger": 3}, {"valueInteger": 7}]}]
    assert answered.shows(form.by_id["b"])


def test_groups_inside_the_rows_of_a_list_are_asked_and_kept_as_groups():
    group = item("dose", "group", item=[item("matin", "integer", required=True), item("soir", "integer")])
    form = definition(item("l", "group", repeats=True, item=[item("nom", "string"), group]))
    line = page_of(filled(form)).sections[0].fields[0].rows[0]
    assert [field.name for field in line.cells[1].children] == ["l/0/matin", "l/0/soir"]
    answered = filled(form, l="", l__0__nom="x", l__0__matin="2")
    rows = answered.content(form.by_id["l"])
    assert isinstance(rows, Rows)
    assert rows.rows[0].content("matin") == Written(2)
    assert [node["linkId"] for node in sent(answered)[0]["item"]] == ["nom", "dose"]
    assert answered.sections()[0].lines[0].rows == (("x", "2"),)
    assert "Matin" in plain(filled(form, l="", l__0__nom="x").problems()[0].sentence)


def test_questions_that_stand_in_no_section_are_drawn_under_the_title_of_the_form():
    group = item("g", "group", "La partie", item=[item("c", "string")])
    form = parse({"title": "Mon formulaire", "item": [item("a", "string"), item("b", "string"), group]})
    page = page_of(Form(form, filled(form, a="x", c="y").stored))
    assert [(part.title, len(part.fields)) for part in page.sections] == [
        ("Mon formulaire", 2),
        ("La partie", 1),
    ]
    assert [part.title for part in filled(form, a="x", c="y").sections()] == ["Mon formulaire", "La partie"]


def test_a_form_begins_with_what_it_says():
    form = definition(
        item("texte", "string", initial=[{"valueString": "rien"}]),
        choice("choix", {"valueCoding": {"code": "x"}, "initialSelected": True}, "y"),
        choice("autre", "x", initial=[{"valueCoding": {"code": "z"}}]),
        item("jour", "date", readOnly=True, initial=[{"valueDate": "2026-03-02"}]),
        item("nombre", "integer", initial=[{"valueString": "trois"}]),
        item("oui", "boolean", extension=[RADIO], initial=[{"valueBoolean": False}]),
    )
    begun = initial_answers(form)
    assert begun.content("texte") == Written("rien")
    assert begun.content("choix") == Chosen(("x",))
    assert begun.content("oui") == Chosen(("false",))
    assert set(begun.by_id) == {"texte", "choix", "jour", "oui"}


@pytest.mark.parametrize(
    ("source", "typed", "complaint"),
    [
        (item("a", "string", extension=[extension(fhir.MIN_LENGTH, valueInteger=3)]), "ab", "au moins 3 caractères"),
        (choice("a", "x", "y", repeats=True, extension=[extension(fhir.MIN_OCCURS, valueInteger=2)]), "x", "au moins 2"),
        (choice("a", "x", "y", repeats=True, extension=[extension(fhir.MAX_OCCURS, valueInteger=1)]), ["x", "y"], "au plus 1"),
    ],
)  # fmt: skip
def test_how_much_is_asked_for_is_told(source: Json, typed: Any, complaint: str):
    (problem,) = filled(definition(source), a=typed).problems()
    assert complaint in plain(problem.sentence)


def test_an_address_of_help_that_is_none_of_the_web_is_refused():
    with pytest.raises(InvalidDefinition, match="adresse du Web"):
        definition(
            item("a", "string", extension=[extension(fhir.SUPPORT_LINK, valueUri="javascript:alert(1)")])
        )
