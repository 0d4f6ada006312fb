"""Quantities: typed with a unit, kept as typed, read and compared in the unit of reference."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.answers import Answers, Unreadable, Written, from_json, to_json
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.checking import fits
from telavis.questionnaires.definition import Quantity
from telavis.questionnaires.fhir_response import to_fhir
from telavis.questionnaires.invalid import InvalidDefinition
from telavis.questionnaires.quantities import doubt, number_words
from telavis.questionnaires.wording import words
from tests.questionnaires.forms import definition, extension, filled, item, read, when


def measure(value: float, code: str) -> dict[str, Any]:
    return {"value": value, "unit": code, "system": fhir.UCUM, "code": code}


def quantity(link_id: str, *units: str, substance: str = "", **more: Any) -> dict[str, Any]:
    extensions = [
        extension(fhir.UNIT_OPTION, valueCoding={"code": each, "display": each.replace("u", "µ")})
        for each in units
    ]
    if substance:
        extensions.append(extension(fhir.SUBSTANCE, valueCode=substance))
    for name, url in (("low", fhir.MIN_QUANTITY), ("high", fhir.MAX_QUANTITY)):
        if name in more:
            extensions.append(extension(url, valueQuantity=measure(*more.pop(name))))
    if "usual" in more:
        low, high, unit = more.pop("usual")
        bounds = {"low": measure(low, unit), "high": measure(high, unit)}
        extensions.append(extension(fhir.USUAL_RANGE, valueRange=bounds))
    return item(link_id, "quantity", extension=[*extensions, *more.pop("extension", ())], **more)


def haemoglobin(**more: Any) -> dict[str, Any]:
    return quantity("hb", "g/L", "g/dL", low=(20, "g/L"), high=(25, "g/dL"), **more)


def creatinine(**more: Any) -> dict[str, Any]:
    return quantity(
        *("creat", "umol/L", "mg/L", "mg/dL"),
        substance="creatinine",
        low=(5, "umol/L"),
        high=(3000, "umol/L"),
        **{"usual": (25, 1500, "umol/L"), **more},
    )


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_value_is_kept_as_typed_with_its_unit():
    form = definition(creatinine())
    answers, refusals = read(form, creat="1,20", creat__unit="mg/dL")
    assert refusals == []
    assert to_json(answers) == {"creat": {"decimal": "1.20", "unit": "mg/dL"}}
    assert from_json(to_json(answers)) == answers


def test_without_a_unit_the_first_is_meant():
    answers, _ = read(definition(creatinine()), creat="106")
    assert answers.content("creat") == Written(Quantity(Decimal(106), "umol/L"))


def test_a_unit_that_was_not_offered_is_refused_and_the_former_answer_stays():
    form = definition(creatinine())
    before, _ = read(form, creat="106")
    answers, refusals = read(form, before, creat="1,2", creat__unit="g/L")
    assert answers == before
    assert [refusal.link_id for refusal in refusals] == ["creat"]


def test_what_is_no_number_keeps_its_unit_too():
    form = definition(creatinine())
    answers, _ = read(form, creat="environ 1,2", creat__unit="mg/dL")
    assert answers.content("creat") == Unreadable("environ 1,2", "mg/dL")
    assert from_json(to_json(answers)) == answers
    assert words(form.by_id["creat"], answers.content("creat")) == "environ 1,2 mg/dL"
    (problem,) = filled(form, creat="environ 1,2", creat__unit="mg/dL").problems()
    assert plain(problem.sentence) == "« Creat » attend un nombre, par exemple 12,5."


@pytest.mark.parametrize(
    ("typed", "unit", "read_as"),
    [
        ("106", "umol/L", "106 µmol/L"),
        ("1,2", "mg/dL", "1,2 mg/dL (106 µmol/L)"),
        ("12", "mg/L", "12 mg/L (106 µmol/L)"),
        ("12,34", "mg/dL", "12,34 mg/dL (1 091 µmol/L)"),
        ("0,1", "mg/dL", "0,1 mg/dL (8,84 µmol/L)"),
    ],
)
def test_one_reads_what_was_typed_and_the_value_of_reference(typed: str, unit: str, read_as: str):
    form = filled(definition(creatinine()), creat=typed, creat__unit=unit)
    assert plain(form.sections()[0].lines[0].text) == read_as


@pytest.mark.parametrize(
    ("typed", "unit", "sentence"),
    [
        ("12,3", "g/dL", ""),
        ("123", "g/L", ""),
        ("20", "g/L", ""),
        ("2", "g/dL", ""),
        ("250", "g/L", ""),
        (
            "12,3",
            "g/L",
            "« Hb » attend une valeur entre 20 et 250 g/L : vérifiez 12,3 g/L. S’agit-il de 12,3 g/dL (123 g/L) ?",
        ),
        (
            "123",
            "g/dL",
            "« Hb » attend une valeur entre 20 et 250 g/L : vérifiez 123 g/dL (1 230 g/L). S’agit-il de 123 g/L ?",
        ),
        (
            "25,1",
            "g/dL",
            "« Hb » attend une valeur entre 20 et 250 g/L : vérifiez 25,1 g/dL (251 g/L). S’agit-il de 25,1 g/L ?",
        ),
        ("0,1", "g/dL", "« Hb » attend une valeur entre 20 et 250 g/L : vérifiez 0,1 g/dL (1 g/L)."),
    ],
)
def test_a_value_beyond_its_bounds_asks_for_the_unit_that_was_meant(typed: str, unit: str, sentence: str):
    form = filled(definition(haemoglobin()), hb=typed, hb__unit=unit)
    assert [plain(problem.sentence) for problem in form.problems()] == ([sentence] if sentence else [])


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [
        ("12", "umol/L", "12 µmol/L : valeur inhabituelle. S’agit-il de 12 mg/L (106 µmol/L) ?"),
        ("25", "umol/L", ""),
        ("24,9", "umol/L", "24,9 µmol/L : valeur inhabituelle. S’agit-il de 24,9 mg/L (220 µmol/L) ?"),
        ("1600", "umol/L", ""),  # rare, and no better in another unit
        ("4", "umol/L", ""),  # beyond the bounds: that is told instead
        ("1,2", "mg/dL", ""),
        ("0,2", "mg/dL", ""),  # 18 µmol/L, rare; 0,2 mg/L and 0,2 µmol/L are impossible
    ],
)
def test_an_unusual_value_asks_and_never_stops(typed: str, unit: str, expected: str):
    form = definition(creatinine())
    answers, _ = read(form, creat=typed, creat__unit=unit)
    content = answers.content("creat")
    assert isinstance(content, Written)
    assert isinstance(content.value, Quantity)
    assert plain(doubt(form.by_id["creat"], content.value)) == expected
    if expected:
        line = filled(form, creat=typed, creat__unit=unit).sections()[0].lines[0]
        assert (plain(line.note), line.fault) == (expected, "")


@pytest.mark.parametrize(
    ("typed", "unit", "is_shown"),
    [("70", "g/L", False), ("69,9", "g/L", True), ("7,0", "g/dL", False), ("6,99", "g/dL", True)],
)
def test_conditions_and_alarms_compare_in_the_unit_of_reference(typed: str, unit: str, is_shown: bool):
    below = when("hb", "<", answerQuantity=measure(7, "g/dL"))
    flag = extension(
        fhir.RED_FLAG,
        extension=[
            extension("sentence", valueString="Hémoglobine basse."),
            extension(
                "when",
                extension=[
                    extension("question", valueString="hb"),
                    extension("operator", valueCode="<"),
                    extension("answer", valueQuantity=measure(70, "g/L")),
                ],
            ),
        ],
    )
    form = filled(
        definition(haemoglobin(extension=[flag]), item("tolerance", "text", enableWhen=[below])),
        hb=typed,
        hb__unit=unit,
    )
    assert form.shows(form.definition.by_id["tolerance"]) is is_shown
    assert bool(form.red_flags()) is is_shown


def test_calculations_read_the_value_of_reference_in_rows_too():
    rows = item("serie", "group", repeats=True, item=[haemoglobin()])
    expression = "%resource.repeat(item).where(linkId = 'hb').answer.value.value.sum()"
    total = item(
        "total",
        "decimal",
        readOnly=True,
        extension=[
            extension(
                fhir.CALCULATED_EXPRESSION,
                valueExpression={"language": "text/fhirpath", "expression": expression},
            )
        ],
    )
    typed = {
        "serie": "",
        "serie/0/hb": "12,3",
        "serie/0/hb/unit": "g/dL",
        "serie/1/hb": "100",
        "serie/1/hb/unit": "g/L",
    }
    form = with_values(filled(definition(rows, total), **typed))
    assert form.answers.content("total") == Written(Decimal(223))


@pytest.mark.parametrize(
    ("value", "in_french"),
    [
        ("12.50", "12,5"),
        ("1E+3", "1 000"),
        ("-0", "0"),
        ("-12.5", "−12,5"),
        ("0.00000001", "0,00000001"),
        ("999999999999.99999999", "999 999 999 999,99999999"),
    ],
)
def test_a_number_is_told_to_its_last_figure(value: str, in_french: str):
    assert plain(number_words(Decimal(value))) == in_french


@pytest.mark.parametrize("typed", ["douze", "1,2,3", "1e3", "12 mg", "١٢", "NaN", "--1", "1234567890123"])
def test_a_number_that_cannot_be_read_is_kept_as_typed(typed: str):
    answers, refusals = read(definition(creatinine()), creat=typed)
    assert (answers.content("creat"), refusals) == (Unreadable(typed, "umol/L"), [])


@pytest.mark.parametrize("typed", ["1 ,5", " 1.5 ", "+1,50", "1,\u00a05"])
def test_a_number_is_read_however_it_is_spaced(typed: str):
    answers, _ = read(definition(creatinine()), creat=typed)
    assert answers.content("creat") == Written(Quantity(Decimal("1.5"), "umol/L"))


def test_what_leaves_is_what_was_typed_with_its_code():
    form = filled(definition(creatinine()), creat="1,2", creat__unit="mg/dL")
    sent = to_fhir(form, identifier="r", authored=datetime(2026, 3, 2, tzinfo=UTC), is_completed=True)
    assert sent["item"][0]["item"][0]["answer"] == [{"valueQuantity": measure(1.2, "mg/dL")}]


def test_from_elsewhere_a_quantity_is_kept_and_a_bare_number_is_not():
    hb = definition(haemoglobin()).by_id["hb"]
    assert fits(hb, Written(Quantity(Decimal("12.3"), "g/dL")))
    assert not fits(hb, Written(Quantity(Decimal("12.3"), "mmol/L")))
    assert not fits(hb, Written(Decimal(123)))
    assert not fits(definition(item("d", "decimal")).by_id["d"], Written(Quantity(Decimal(1), "g/L")))


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ([item("a", "quantity")], "a : Une quantité a besoin de ses unités"),
        ([quantity("a", "g/L", "g/L")], "a : Une unité est proposée deux fois"),
        ([quantity("a", "g/L", substance="plomb")], "a : La substance « plomb » n’est pas connue"),
        ([quantity("a", "g/L", low=(1, "mmol/L"))], "a : Une borne est en « mmol/L »"),
        (
            [quantity("a", "g/L"), item("b", "text", enableWhen=[when("a", ">", answerDecimal=3)])],
            "b : Une condition compare « a » avec une réponse d’un autre type",
        ),
        (
            [
                item("a", "decimal"),
                item("b", "text", enableWhen=[when("a", answerQuantity=measure(3, "g/L"))]),
            ],
            "b : Une condition compare « a » avec une réponse d’un autre type",
        ),
        (
            [
                quantity("a", "g/L", "mmol/L"),
                item("b", "text", enableWhen=[when("a", ">", answerQuantity=measure(3, "mmol/L"))]),
            ],
            "b : Une condition compare « a » en « mmol/L »",
        ),
        (
            [
                quantity("a", "g/L", "mmol/L"),
                item(
                    "b",
                    "decimal",
                    readOnly=True,
                    extension=[
                        extension(
                            fhir.CALCULATED_EXPRESSION,
                            valueExpression={
                                "language": "text/fhirpath",
                                "expression": "%resource.repeat(item).where(linkId = 'a').answer.value.value",
                            },
                        )
                    ],
                ),
            ],
            "a : Un calcul lit cette valeur, et l’unité « mmol/L » ne se convertit pas en « g/L »",
        ),
    ],
)
def test_a_form_whose_units_do_not_lead_anywhere_is_refused(items: list[dict[str, Any]], why: str):
    with pytest.raises(InvalidDefinition) as refusal:
        definition(*items)
    fault = refusal.value.faults[0]
    assert plain(f"{fault.link_id} : {fault.sentence}").startswith(why)


def test_units_that_lead_nowhere_are_fine_where_nobody_compares():
    form = filled(definition(quantity("a", "g/L", "[iU]/mL")), a="3", a__unit="[iU]/mL")
    assert form.problems() == []
    assert plain(form.sections()[0].lines[0].text) == "3 [iU]/mL"
    assert form.stored != Answers()
