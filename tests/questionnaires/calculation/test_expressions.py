"""What an expression of a form may be: refused by a sentence that names its item, before it is published."""

from typing import Any

import pytest

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.calculation.expressions import DEPTH_MAX, LENGTH_MAX, check
from telavis.questionnaires.parsing import InvalidDefinition, parse
from tests.questionnaires.forms import definition, extension, item, section


def expression(text: str, name: str = "", language: str = "text/fhirpath") -> dict[str, str]:
    return {"language": language, "expression": text, **({"name": name} if name else {})}


def calculated(link_id: str, text: str, kind: str = "decimal", **more: Any) -> dict[str, Any]:
    mark = extension(fhir.CALCULATED_EXPRESSION, valueExpression=expression(text))
    return item(link_id, kind, extension=[mark], **({"readOnly": True} | more))


def variable(name: str, text: str) -> dict[str, Any]:
    return extension(fhir.VARIABLE, valueExpression=expression(text, name))


def refusal(text: str) -> str:
    form = definition(item("a", "decimal"), calculated("somme", text))
    with pytest.raises(InvalidDefinition) as refused:
        check(form)
    return str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "%resource.item.where(linkId = 'section').item.where(linkId = 'a').answer.value",
        "%resource.descendants().where(linkId = 'a').answer.value",
        "%resource.repeat(item | answer).where(linkId in ('a' | 'somme')).exists()",
        "iif(%patient.gender = 'female', 0.7, 0.9).power(-1.2)",
        "%patient.birthDate + 18 years <= today()",
        "'(((' & ')))'",
    ],
)
def test_what_forms_need_is_accepted(text: str):
    check(definition(item("a", "decimal"), calculated("autre", text), item("somme", "decimal")))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1 +", "cannot be read"),
        ("1 2", "cannot be read"),
        ("exists(", "cannot be read"),
        ("a.resolve()", "calls «resolve», which is not allowed"),
        ("trace('x')", "calls «trace», which is not allowed"),
        ("a.matches('(a+)+$')", "calls «matches», which is not allowed"),
        ("a.`matches`('a')", "calls «matches», which is not allowed"),
        ("where(exists(repeat(item)))", "may call «repeat» on %resource only"),
        ("repeat(item)", "may call «repeat» on %resource only"),
        ("1.repeat($this + 1)", "may call «repeat» on %resource only"),
        ("%resource.repeat(item.select(item))", "may repeat plain names only"),
        ("%resource.descendants().descendants()", "may call «descendants» on %resource only"),
        ("%secret", "names «%secret», which is not known here"),
        ("%resource.item.where(linkId = 'b').answer.value", "speaks of «b», which is not here"),
        ("%resource.item.where('b' = linkId).answer.value", "speaks of «b», which is not here"),
        ("1" + " " * LENGTH_MAX, f"has {LENGTH_MAX + 1} characters, {LENGTH_MAX} at most"),
        ("(" * (DEPTH_MAX + 1) + "1" + ")" * (DEPTH_MAX + 1), f"is nested deeper than {DEPTH_MAX}"),
        ("-" * 1_999 + "1", f"is nested deeper than {DEPTH_MAX}"),
        ("1" + "+1" * DEPTH_MAX, f"is nested deeper than {DEPTH_MAX}"),
    ],
)
def test_what_is_not_is_refused_with_its_item(text: str, why: str):
    said = refusal(text)
    assert said.startswith("somme: the expression ")
    assert why in said


def test_a_variable_is_known_inside_its_group_and_after_itself_only():
    group = {**section(calculated("dedans", "%x + %y")), "extension": [variable("y", "%x * 2")]}
    form = {"item": [group], "extension": [variable("x", "1")]}
    check(parse(form))
    outside = {"item": [group, calculated("dehors", "%y")], "extension": [variable("x", "1")]}
    with pytest.raises(InvalidDefinition, match="dehors: the expression names «%y»"):
        check(parse(outside))
    with pytest.raises(InvalidDefinition, match="variable: the expression names «%z»"):
        check(parse({"item": [group], "extension": [variable("x", "%z"), variable("z", "1")]}))


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (calculated("x", "1", readOnly=False), "x: a calculated item is readOnly"),
        (calculated("x", "1", required=True), "x: a calculated item is readOnly"),
        (calculated("x", "1", kind="date"), "x: an answer of the type «date» cannot be calculated"),
        (item("x", "group", repeats=True, item=[calculated("y", "1")]), "y: nothing is calculated inside"),
        (item("x", "string", extension=[variable("v", "1")]), "x: a variable belongs to the form or to a group"),
        (item("x", "group", extension=[variable("1v", "1")]), "x: a variable needs a name"),
        (
            item("x", "decimal", readOnly=True, extension=[
                extension(fhir.CALCULATED_EXPRESSION, valueExpression=expression("1", language="text/cql"))
            ]),
            "x: an expression must be written here, in text/fhirpath",
        ),
    ],
)  # fmt: skip
def test_a_calculated_item_is_read_and_nothing_else(broken: dict[str, Any], why: str):
    with pytest.raises(InvalidDefinition) as refused:
        definition(broken)
    assert why in str(refused.value)


def test_a_calculation_never_depends_on_itself():
    def read(link_id: str) -> str:
        return f"%resource.repeat(item).where(linkId = '{link_id}').answer.value"

    with pytest.raises(InvalidDefinition, match="calculations turn in a circle: x → x"):
        definition(calculated("x", read("x")))
    with pytest.raises(InvalidDefinition, match="calculations turn in a circle"):
        definition(calculated("x", read("y")), calculated("y", read("x")))
    shown_by_itself = item(
        "a", "decimal", enableWhen=[{"question": "x", "operator": "exists", "answerBoolean": True}]
    )
    with pytest.raises(InvalidDefinition, match="calculations turn in a circle"):
        definition(shown_by_itself, calculated("x", read("a")))
