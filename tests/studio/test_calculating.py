"""The known calculations give, from questions that somebody has just made, what their sources give."""

from typing import Any

import pytest

from telavis.questionnaires.calculation.expressions import check
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.parsing import parse
from telavis.studio.calculating import KNOWN, calculated, offered, without_calculation
from telavis.studio.items import blank_item
from telavis.studio.trying import outcome, tried

WOMAN, MAN, CHILD = (
    {"age": 60, "gender": "female"},
    {"age": 40, "gender": "male"},
    {"age": 12, "gender": "male"},
)


def asking(code: str) -> tuple[Definition, list[str]]:
    """A form that asks all that the calculation reads, and calculates it."""
    known, items = KNOWN[code], []
    for feed in known.feeds:
        item = blank_item({"item": items}, feed.label, "boolean" if feed.is_box else "decimal")
        unit = {"code": feed.unit, "display": feed.unit}
        mark = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit", "valueCoding": unit}
        items.append({**item, **({} if feed.is_box else {"extension": [mark]})})
    asked = parse({"item": items})
    chosen = dict(zip((feed.name for feed in known.feeds), asked.items, strict=True))
    result = blank_item({"item": items}, "Résultat", "decimal")
    made = calculated(result, known.expression(chosen), known.source, known)
    form = parse({"url": "https://telavis.example/essai", "version": "1", "item": [*items, made]})
    check(form)
    return form, [item["linkId"] for item in items]


def value(code: str, answers: list[Any], patient: dict[str, Any]) -> str:
    form, link_ids = asking(code)
    given = {
        link_id: {"value": answer} if isinstance(answer, bool) else {"decimal": str(answer)}
        for link_id, answer in zip(link_ids, answers, strict=True)
        if answer is not None
    }
    (found,) = outcome(tried(form, given, patient))["values"].values()
    return str(found).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("code", "answers", "patient", "expected"),
    [
        ("imc", [80, 200], WOMAN, "20 kg/m²"),
        # Creatinine 88.4 µmol/L is 1 mg/dL: 141 × (1/0.7)^-1.209 × 0.993^60 × 1.018, and 141 × (1/0.9)^-1.209 × 0.993^40.
        ("dfg", [88.4], WOMAN, "61 mL/min/1,73 m²"),
        ("dfg", [88.4], MAN, "94 mL/min/1,73 m²"),
        ("dfg", [88.4], CHILD, "non calculé"),
        ("dfg", [88.4], {"age": 60}, "non calculé"),
        ("qsofa", [22, 100, True], WOMAN, "3"),
        ("qsofa", [21, 101, None], WOMAN, "0"),
        ("qsofa", [22, None, True], WOMAN, "non calculé"),
        ("calcium", [2.2, 20], WOMAN, "2,7 mmol/L"),
        ("age", [], WOMAN, "60 ans"),
        ("surface", [4, "2.5"], WOMAN, "10 cm²"),
        # ESC 2024: 2 from 75 years on, 1 from 65 on, 2 for a stroke; nothing for the sex.
        ("cha2ds2va", [None, True, True, None, None], {"age": 70, "gender": "female"}, "3"),
        ("cha2ds2va", [True, True, True, True, True], {"age": 75, "gender": "male"}, "8"),
        ("cha2ds2va", [True, None, None, None, None], CHILD, "non calculé"),
    ],
)
def test_a_known_calculation_gives_what_its_source_gives(
    code: str, answers: list[Any], patient: dict[str, Any], expected: str
):
    assert value(code, answers, patient) == expected


def test_a_question_in_another_unit_is_not_offered():
    form, _ = asking("imc")
    weight, height, result = form.items
    assert list(offered(form, result, KNOWN["imc"].feeds[0])) == [weight]
    assert list(offered(form, result, KNOWN["imc"].feeds[1])) == [height]


def test_without_its_calculation_a_question_is_typed_again():
    item = {"linkId": "a", "type": "decimal", "text": "A"}
    made = calculated(item, KNOWN["age"].formula, "source", None)
    assert parse({"item": [made]}).items[0].is_read_only
    assert without_calculation(made) == item
