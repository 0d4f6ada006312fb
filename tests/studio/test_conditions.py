"""Conditions made without code hold when their words say so, whatever the type of the answers that a question proposes."""

from typing import Any

import pytest

from telavis.questionnaires import vocabulary as fhir
from telavis.studio.conditions import condition_of, conditions_in_words
from tests.questionnaires.forms import choice, definition, extension, filled, item, plain

RADIO = {"coding": [{"code": "radio-button"}]}
YES_NO = item("b", "boolean", extension=[extension(fhir.ITEM_CONTROL, valueCodeableConcept=RADIO)])
MIXED = choice(
    "b",
    {"valueInteger": 1},
    {"valueString": "un peu"},
    {"valueDate": "2026-01-02"},
    {"valueTime": "10:00:00"},
    {"valueCoding": {"display": "sans code"}},
    {"valueCoding": {"code": "c", "system": "https://x.example", "display": "codé"}},
)


@pytest.mark.parametrize(
    ("question", "chosen", "words"),
    [
        (YES_NO, "true", "Oui"),
        (YES_NO, "false", "Non"),
        (MIXED, "1", "1"),
        (MIXED, "un peu", "un peu"),
        (MIXED, "2026-01-02", "02/01/2026"),
        (MIXED, "10:00:00", "10 h"),
        (MIXED, "sans code", "sans code"),
        (MIXED, "c", "codé"),
    ],
)
@pytest.mark.parametrize("operator", ["=", "!="])
def test_a_condition_holds_for_the_answer_that_it_names(
    question: dict[str, Any], chosen: str, words: str, operator: str
):
    made = condition_of(definition(question).by_id["b"], operator, chosen)
    form = definition(question, item("x", "string", enableWhen=[made]))
    verb = "est" if operator == "=" else "n’est pas"
    (said,) = conditions_in_words(form, form.by_id["x"])
    assert plain(said) == f"« B » {verb} « {words} »"
    assert filled(form, b=chosen).shows(form.by_id["x"]) is (operator == "=")
