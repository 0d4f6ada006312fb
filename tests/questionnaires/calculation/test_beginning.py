"""What a form finds once, when it is opened: of its patient, of who asks, of the day; and formulas that are too slow for it."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.answers import Answers, Chosen, Written
from telavis.questionnaires.beginning import initial_answers
from telavis.questionnaires.bounds import CALCULATIONS
from telavis.questionnaires.calculation.beginning import begun
from telavis.questionnaires.calculation.expressions import faulty
from telavis.questionnaires.calculation.trial import too_slow
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.foreign import adapting
from telavis.questionnaires.foreign.adapting import adapt
from telavis.questionnaires.foreign.findings import Fate
from telavis.questionnaires.invalid import InvalidDefinition
from tests.questionnaires.calculation.test_expressions import calculated, expression
from tests.questionnaires.forms import choice, definition, extension, item, section

FACTS = {
    "patient": {"gender": "female", "birthDate": "1950-03-02"},
    "user": {"name": [{"text": "Dr Ada Martin"}]},
}
SLOW = "%resource.descendants().where(%resource.descendants().where(%resource.descendants().count() = 1).empty()).count()"


def first(text: str) -> dict[str, Any]:
    return extension(fhir.INITIAL_EXPRESSION, valueExpression=expression(text))


def begins(link_id: str, kind: str, text: str, **more: Any) -> dict[str, Any]:
    return item(link_id, kind, extension=[first(text)], **more)


def at_opening(form: Definition) -> Answers:
    return begun(form, initial_answers(form), lambda: FACTS)


def test_questions_of_every_kind_begin_with_what_their_formula_finds():
    given = item("donnée", "integer", initial=[{"valueInteger": 3}])
    form = definition(
        given,
        begins("qui", "string", "%user.name.first().text"),
        begins("né", "date", "%patient.birthDate"),
        begins("jour", "date", "today()"),
        begins("mineur", "boolean", "%patient.birthDate > today()"),
        begins("double", "decimal", "%resource.repeat(item).where(linkId = 'donnée').answer.value * 2"),
        choice("sexe", "female", "male", extension=[first("%patient.gender")]),
    )
    found = at_opening(form)
    assert {link_id: answer.content for link_id, answer in found.by_id.items()} == {
        "donnée": Written(3),
        "qui": Written("Dr Ada Martin"),
        "né": Written(date(1950, 3, 2)),
        "jour": Written(timezone.localdate()),
        "mineur": Written(value=False),
        "double": Written(6),
        "sexe": Chosen(("female",)),
    }


def test_what_is_not_found_or_does_not_fit_is_left_to_type():
    form = definition(
        begins("rien", "string", "%patient.name.family"),
        begins("plusieurs", "string", "%user.name"),
        begins("jour", "date", "'demain'"),
        begins("long", "string", "%user.name.first().text", maxLength=5),
        choice("sexe", "F", "M", extension=[first("%patient.gender")]),
    )
    assert at_opening(form).by_id == {}


@pytest.mark.parametrize(
    "wrong",
    [
        begins("a", "attachment", "1"),
        item("liste", "group", repeats=True, item=[begins("a", "string", "'x'")]),
        begins("a", "string", "'x'", initial=[{"valueString": "y"}]),
    ],
)
def test_a_first_value_belongs_to_one_question_that_has_no_other(wrong: dict[str, Any]):
    with pytest.raises(InvalidDefinition) as refused:
        definition(wrong)
    assert [each.link_id for each in refused.value.faults] == ["a"]


def test_only_a_first_value_may_depend_on_who_asks():
    form = definition(calculated("b", "%user.name.first().text", kind="string"))
    assert "%user" in next(faulty(form))[1]


SLOW_FORM = {
    "resourceType": "Questionnaire",
    "url": "https://ailleurs.example/Questionnaire/lent",
    "version": "1",
    "title": "Lent",
    "status": "active",
    "item": [section(*(item(f"q{place}", "string") for place in range(30)), calculated("c", SLOW))],
}


def test_a_file_with_too_many_slow_formulas_is_refused_without_trying_them_all(monkeypatch):
    monkeypatch.setattr(adapting, "LATE_MAX", 0)
    taken = adapt(SLOW_FORM)
    assert (taken.form, taken.findings[-1].fate) == (None, Fate.REFUSED)
    assert "trop longues" in taken.findings[-1].sentence


def test_first_values_that_formulas_find_are_counted():
    begin = {"extension": [first("today()")]}
    with pytest.raises(InvalidDefinition, match="premières valeurs"):
        definition(*(item(f"q{place}", "string", **begin) for place in range(CALCULATIONS + 1)))


def test_a_formula_of_somebody_else_that_is_too_slow_is_set_aside():
    taken = adapt(SLOW_FORM)
    assert taken.form is not None
    assert list(too_slow(taken.form)) == []
    assert (taken.form.by_id["c"].calculation, taken.form.by_id["c"].is_read_only) == (None, False)
