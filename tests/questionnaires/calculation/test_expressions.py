"""What an expression of a form may be: refused by a sentence that names its item, before it is published."""

from typing import Any

import pytest

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.calculation.expressions import ALTOGETHER_MAX, DEPTH_MAX, LENGTH_MAX, check
from telavis.questionnaires.invalid import InvalidDefinition
from telavis.questionnaires.parsing import parse
from tests.questionnaires.forms import definition, extension, item, plain, section


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
    assert refused.value.faults[0].link_id == "somme"
    return plain(refused.value.faults[0].sentence)


@pytest.mark.parametrize(
    "text",
    [
        "%resource.item.where(linkId = 'section').item.where(linkId = 'a').answer.value",
        "%resource.descendants().where(linkId = 'a').answer.value",
        "%resource.repeat(item | answer).where(linkId in ('a' | 'somme')).exists()",
        "iif(%patient.gender = 'female', 0.7, 0.9).power(-1.2)",
        "%patient.birthDate + 18 years <= today()",
        "'(((' & ')))'",
        "'1//2' & '/*'",
        "1 is System.Integer",
    ],
)
def test_what_forms_need_is_accepted(text: str):
    check(definition(item("a", "decimal"), calculated("autre", text), item("somme", "decimal")))


def test_formulas_are_bounded_altogether():
    """Each is read before it is refused, and the longest take a second of that."""
    long = "1" + " " * (LENGTH_MAX - 1)
    most = ALTOGETHER_MAX // LENGTH_MAX
    check(definition(*(calculated(f"c{place}", long) for place in range(most))))
    with pytest.raises(InvalidDefinition, match="est de trop") as refused:
        check(definition(*(calculated(f"c{place}", long) for place in range(most + 2))))
    assert [each.link_id for each in refused.value.faults] == [f"c{most}", f"c{most + 1}"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1 +", "ne peut pas être lue"),
        ("1 2", "ne peut pas être lue"),
        ("exists(", "ne peut pas être lue"),
        ("a.resolve()", "appelle « resolve », qui n’est pas admis"),
        ("trace('x')", "appelle « trace », qui n’est pas admis"),
        ("a.matches('(a+)+$')", "appelle « matches », qui n’est pas admis"),
        ("a.`matches`('a')", "appelle « matches », qui n’est pas admis"),
        ("where(exists(repeat(item)))", "ne peut appeler « repeat » que sur %resource"),
        ("repeat(item)", "ne peut appeler « repeat » que sur %resource"),
        ("1.repeat($this + 1)", "ne peut appeler « repeat » que sur %resource"),
        ("%resource.repeat(item.select(item))", "ne peut répéter que des noms simples"),
        ("%resource.descendants().descendants()", "ne peut appeler « descendants » que sur %resource"),
        ("/* ' */ 1", "contient un commentaire"),
        ("1 // un", "contient un commentaire"),
        ("1 is a.b.c", "nomme un type en plus de deux parties"),
        ("%secret", "nomme « %secret », qui n’est pas connu ici"),
        (
            "%resource.item.where(linkId = 'b').answer.value",
            "parle de « b », qui n’est pas dans ce formulaire",
        ),
        (
            "%resource.item.where('b' = linkId).answer.value",
            "parle de « b », qui n’est pas dans ce formulaire",
        ),
        ("1" + " " * LENGTH_MAX, f"a {LENGTH_MAX + 1} caractères ; il en faut au plus {LENGTH_MAX}"),
        (
            "(" * (DEPTH_MAX + 1) + "1" + ")" * (DEPTH_MAX + 1),
            f"est imbriquée sur plus de {DEPTH_MAX} niveaux",
        ),
        ("-" * 1_999 + "1", f"est imbriquée sur plus de {DEPTH_MAX} niveaux"),
        ("1" + "+1" * DEPTH_MAX, f"est imbriquée sur plus de {DEPTH_MAX} niveaux"),
    ],
)
def test_what_is_not_is_refused_with_its_item(text: str, why: str):
    said = refusal(text)
    assert said.startswith("La formule ")
    assert why in said


def test_a_variable_is_known_inside_its_group_and_after_itself_only():
    group = {**section(calculated("dedans", "%x + %y")), "extension": [variable("y", "%x * 2")]}
    form = {"item": [group], "extension": [variable("x", "1")]}
    check(parse(form))
    outside = {"item": [group, calculated("dehors", "%y")], "extension": [variable("x", "1")]}
    with pytest.raises(InvalidDefinition, match=r"dehors.*La formule nomme .*%y"):
        check(parse(outside))
    with pytest.raises(InvalidDefinition, match=r"variable.*La formule a le nom .*patient"):
        check(parse({"item": [group], "extension": [variable("patient", "1")]}))
    with pytest.raises(InvalidDefinition, match=r"variable.*La formule nomme .*%z"):
        check(parse({"item": [group], "extension": [variable("x", "%z"), variable("z", "1")]}))


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (calculated("x", "1", readOnly=False), "Une valeur calculée est en lecture seule"),
        (calculated("x", "1", required=True), "Une valeur calculée est en lecture seule"),
        (calculated("x", "1", kind="date"), "Une réponse de ce type ne peut pas être calculée."),
        (item("x", "group", repeats=True, item=[calculated("y", "1")]), "Rien ne se calcule dans une liste."),
        (item("x", "string", extension=[variable("v", "1")]), "Une variable appartient au formulaire ou à un groupe."),
        (item("x", "group", extension=[variable("1v", "1")]), "Le nom d’une variable"),
        (
            item("x", "decimal", readOnly=True, extension=[
                extension(fhir.CALCULATED_EXPRESSION, valueExpression=expression("1", language="text/cql"))
            ]),
            "Une expression doit être écrite ici, en text/fhirpath.",
        ),
    ],
)  # fmt: skip
def test_a_calculated_item_is_read_and_nothing_else(broken: dict[str, Any], why: str):
    with pytest.raises(InvalidDefinition) as refused:
        definition(broken)
    assert why in plain(str(refused.value))


def test_a_calculation_never_depends_on_itself():
    def read(link_id: str) -> str:
        return f"%resource.repeat(item).where(linkId = '{link_id}').answer.value"

    with pytest.raises(InvalidDefinition, match=r"Des calculs tournent en rond.*x → x"):
        definition(calculated("x", read("x")))
    with pytest.raises(InvalidDefinition, match="Des calculs tournent en rond"):
        definition(calculated("x", read("y")), calculated("y", read("x")))
    shown_by_itself = item(
        "a", "decimal", enableWhen=[{"question": "x", "operator": "exists", "answerBoolean": True}]
    )
    with pytest.raises(InvalidDefinition, match="Des calculs tournent en rond"):
        definition(shown_by_itself, calculated("x", read("a")))
