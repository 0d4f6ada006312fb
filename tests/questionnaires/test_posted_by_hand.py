"""Answers that do not fit the form, posted by hand: refused item by item, and the rest is kept."""

from typing import Any

import pytest

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.answers import Answer, Answers, Joined, Written
from telavis.questionnaires.form import Context, Form, JoinedDocument
from telavis.questionnaires.reading import ROWS_MAX
from tests.questionnaires.forms import choice, definition, extension, item, plain, read
from tests.questionnaires.test_quantities import quantity

HIDDEN = [extension(fhir.HIDDEN, valueBoolean=True)]
COMPUTED = [
    extension(
        fhir.CALCULATED_EXPRESSION, valueExpression={"language": "text/fhirpath", "expression": "1 + 1"}
    )
]
CELLS = [
    item("cellule", "string"),
    item("cachee", "string", extension=HIDDEN),
    item("lue", "string", readOnly=True),
]


@pytest.mark.parametrize(
    ("source", "sent", "why"),
    [
        (choice("a", "x", "y"), {"a": "z"}, "ne fait pas partie de celles qui sont proposées"),
        (choice("a", "x", "y"), {"a": ["x", "y"]}, "ne fait pas partie de celles qui sont proposées"),
        (choice("a", "x", "y", repeats=True), {"a": ["x", "z"]}, "ne fait pas partie"),
        (quantity("a", "g/L", "mg/L"), {"a": "90", "a__unit": "stone"}, "unité"),
        (item("a", "boolean"), {"a": "peut-être"}, "cette case est cochée ou non"),
        (item("a", "text"), {"a": "x\0"}, "caractère nul"),
        (item("a", "text"), {"a": "x" * 20_001}, "trop long"),
        (item("a", "attachment", repeats=True), {"a": "../secret"}, "n’est pas reconnu"),
        (
            item("a", "group", repeats=True, item=[item("cellule", "string")]),
            {"a": ""} | {f"a__{n}__cellule": "x" for n in range(ROWS_MAX + 1)},
            "lignes au plus",
        ),
        (item("a", "string", readOnly=True), {"a": "x"}, "« A » ne se remplit pas ici."),
        (item("a", "string", extension=HIDDEN), {"a": "x"}, "« A » ne se remplit pas ici."),
        (item("a", "integer", readOnly=True, extension=COMPUTED), {"a": "3"}, "« A » ne se remplit pas ici."),
    ],
)  # fmt: skip
def test_what_cannot_be_an_answer_is_refused_beside_its_item(source: Any, sent: Any, why: str):
    form = definition(source, item("b", "string"))
    before = Answers({"a": Answer(Written("avant"))})
    answers, refusals = read(form, before, b="gardé", **sent)
    (refusal,) = refusals
    assert refusal.link_id == "a"
    assert why in plain(refusal.sentence)
    assert answers.content("a") == Written("avant")
    assert answers.content("b") == Written("gardé")


@pytest.mark.parametrize(
    "sent",
    [
        {"inconnu": "x"},
        {"section": "x"},
        {"section__0__a": "x"},
        {"a__0__cellule": "x"},
        {"liste": "", "liste__0__inconnu": "x"},
        {"liste": "", "liste__0__cachee": "x"},
        {"liste": "", "liste__0__lue": "x"},
        {"liste": "", "liste__-1__cellule": "x"},
        {"liste": "", "liste__99999__cellule": "x"},
        {"ligne_d_aide": "x"},
    ],
)
def test_what_the_form_does_not_ask_is_not_kept(sent: dict[str, str]):
    form = definition(
        item("a", "string"), item("liste", "group", repeats=True, item=CELLS), item("ligne_d_aide", "display")
    )
    assert read(form, **sent) == (Answers(), [])


def test_a_document_of_another_request_answers_nothing():
    form = definition(item("photos", "attachment", repeats=True))
    answers, _ = read(form, photos=["d1", "d2"])
    filled = Form(form, answers, Context(documents=(JoinedDocument("d1", "Photo"),)))
    assert filled.content(form.by_id["photos"]) == Joined(("d1",))
    assert "d2" not in str(filled.sections())
