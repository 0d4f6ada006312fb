"""A FHIR Questionnaire becomes a definition, or a sentence that names the faulty item."""

from decimal import Decimal

import pytest

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.definition import Kind
from telavis.questionnaires.invalid import InvalidDefinition
from tests.questionnaires.forms import choice, definition, extension, item, option, plain, when


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (item("a", "string"), Kind.TEXT),
        (item("a", "text"), Kind.LONG_TEXT),
        (item("a", "integer"), Kind.INTEGER),
        (item("a", "decimal"), Kind.DECIMAL),
        (item("a", "date"), Kind.DATE),
        (item("a", "boolean"), Kind.BOOLEAN),
        (choice("a", "x", "y"), Kind.CHOICE),
        (choice("a", "x", "y", repeats=True), Kind.CHOICES),
        (item("a", "attachment", repeats=True), Kind.ATTACHMENT),
        (item("a", "display"), Kind.DISPLAY),
        (item("a", "group", item=[item("b", "string")]), Kind.GROUP),
        (item("a", "group", repeats=True, item=[item("b", "string")]), Kind.ROWS),
    ],
)
def test_each_fhir_type_has_its_kind(source, kind):
    assert definition(source).by_id["a"].kind is kind


def test_what_extensions_say_is_kept():
    help_code = {"coding": [{"code": "help"}]}
    help_line = item(
        "a.aide",
        "display",
        "De 0 à 10",
        extension=[extension(fhir.ITEM_CONTROL, valueCodeableConcept=help_code)],
    )
    source = item(
        "a",
        "decimal",
        "Diamètre le plus grand",
        required=True,
        item=[help_line],
        extension=[
            extension(fhir.UNIT, valueCoding={"code": "mm", "display": "mm"}),
            extension(fhir.MIN_VALUE, valueDecimal=0.5),
            extension(fhir.MAX_VALUE, valueDecimal=200),
            extension(fhir.ENTRY_FORMAT, valueString="12,5"),
            extension(fhir.SHORT_TEXT, valueString="Diamètre"),
            extension(fhir.SUPPORT_LINK, valueUri="https://aide.example/diametre"),
        ],
    )
    read = definition(source).by_id["a"]
    assert (read.unit, read.minimum, read.maximum) == ("mm", Decimal("0.5"), Decimal(200))
    assert (read.label, read.example, read.hint) == ("Diamètre", "12,5", "De 0 à 10")
    assert read.support_link == "https://aide.example/diametre"
    assert read.is_required
    assert read.children == ()


@pytest.mark.parametrize(
    ("source", "link_id", "complaint"),
    [
        (item("a", "question"), "a", "Le type de question « question » n’est pas pris en charge."),
        (item("a", "choice"), "a", "Une question à choix a besoin de ses réponses proposées"),
        (item("a", "string", repeats=True), "a", "Une question de type « string » ne peut pas se répéter"),
        (item("section", "string"), "section", "Cet identifiant (linkId) sert deux fois."),
        (item("a", "string", enableWhen=[when("b", code="x")]), "a", "Une condition parle de « b »"),
        (
            item("a", "string", enableWhen=[{"question": "section", "operator": "~"}]),
            "a",
            "Une condition est incomplète",
        ),
        (item("a", "string", item=[item("b", "string")]), "a", "Seul un groupe peut contenir des questions"),
        (
            item(
                "a",
                "group",
                repeats=True,
                item=[item("b", "group", repeats=True, item=[item("c", "string")])],
            ),
            "b",
            "Une liste ne peut contenir ni liste",
        ),
        (choice("a", {"valueCoding": {}}), "a", "Chaque réponse proposée a besoin d’un code"),
    ],
)
def test_what_cannot_be_understood_is_named(source, link_id, complaint):
    with pytest.raises(InvalidDefinition) as refused:
        definition(source)
    (fault,) = refused.value.faults
    assert fault.link_id == link_id
    assert plain(fault.sentence).startswith(complaint)


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(InvalidDefinition) as refused:
        definition(item("a", "question"), item("b", "choice"), item("c", "string"))
    assert [fault.link_id for fault in refused.value.faults] == ["a", "b"]


def test_conditions_that_turn_in_a_circle_are_refused():
    with pytest.raises(InvalidDefinition, match="Des conditions tournent en rond"):
        definition(
            choice("a", "x", enableWhen=[when("b", code="x")]),
            choice("b", "x", enableWhen=[when("a", code="x")]),
        )


def test_groups_nested_without_end_are_refused():
    nested = item("g0", "string")
    for depth in range(1, 10):
        nested = item(f"g{depth}", "group", item=[nested])
    with pytest.raises(InvalidDefinition, match="imbriqués"):
        definition(nested)


def test_an_option_may_alarm_and_exclude():
    flagged = option(
        "bulles",
        extension(fhir.RED_FLAG, valueString="Appelez."),
        extension(fhir.OPTION_EXCLUSIVE, valueBoolean=True),
        extension(fhir.OPTION_GROUP, valueString="De face"),
    )
    read = definition(choice("a", flagged)).by_id["a"].options[0]
    assert (read.red_flag, read.is_exclusive, read.group) == ("Appelez.", True, "De face")
