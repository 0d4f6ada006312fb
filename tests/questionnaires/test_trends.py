"""Curves of values over time: by true dates, from lists and from the newest value beside them, said in one sentence."""

from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.answers import Answers
from telavis.questionnaires.extract import part_of
from telavis.questionnaires.form import Form
from telavis.questionnaires.invalid import InvalidDefinition
from telavis.questionnaires.reading import as_fields, read_fields
from tests.questionnaires.forms import definition, extension, filled, item
from tests.questionnaires.test_quantities import quantity


def number(link_id: str, unit: str = "mg/L") -> dict[str, Any]:
    return item(link_id, "decimal", extension=[extension(fhir.UNIT, valueCoding={"code": unit})])


def rows(*children: dict[str, Any]) -> dict[str, Any]:
    return item("serie", "group", repeats=True, item=[item("jour", "date"), *children])


def curve(*points: dict[str, str]) -> dict[str, Any]:
    told = [extension(name, valueString=text) for name, text in (("label", "Valeur"), ("unit", "cm²"))]
    listed = [
        extension("point", extension=[extension(name, valueString=text) for name, text in point.items()])
        for point in points
    ]
    return extension(fhir.TREND, extension=[*told, *listed])


def of(values: dict[str, str], name: str = "crp") -> dict[str, str]:
    typed = {"serie": ""}
    for place, (day, value) in enumerate(values.items()):
        typed |= {f"serie/{place}/jour": day, f"serie/{place}/{name}": value}
    return typed


def told(form: Form) -> list[str]:
    (section,) = form.sections()
    sentences = [drawing.caption for line in section.lines for drawing in line.drawings]
    return [sentence.replace("\u202f", " ").replace("\u00a0", " ") for sentence in sentences]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"28/11/2023": "108", "14/01/2025": "126", "02/11/2026": "148"},
            "Crp : de 108 mg/L (28/11/2023) à 148 mg/L (02/11/2026), en hausse (+37 %), 3 valeurs",
        ),
        (
            {"02/03/2026": "50", "01/03/2026": "100"},  # typed the newest first
            "Crp : de 100 mg/L (01/03/2026) à 50 mg/L (02/03/2026), en baisse (−50 %), 2 valeurs",
        ),
        (
            {"01/03/2026": "100", "02/03/2026": "104,9"},
            "Crp : de 100 mg/L (01/03/2026) à 105 mg/L (02/03/2026), stable, 2 valeurs",
        ),
        (
            {"01/03/2026": "100", "02/03/2026": "105"},
            "Crp : de 100 mg/L (01/03/2026) à 105 mg/L (02/03/2026), en hausse (+5 %), 2 valeurs",
        ),
        (
            {"01/03/2026": "0", "02/03/2026": "3"},
            "Crp : de 0 mg/L (01/03/2026) à 3 mg/L (02/03/2026), en hausse, 2 valeurs",
        ),
        (
            {"01/03/2026": "0", "02/03/2026": "0"},
            "Crp : de 0 mg/L (01/03/2026) à 0 mg/L (02/03/2026), stable, 2 valeurs",
        ),
    ],
)
def test_a_list_of_dates_and_values_says_where_it_goes(values: dict[str, str], expected: str):
    assert told(filled(definition(rows(number("crp"))), **of(values))) == [expected]


def test_of_a_percentage_the_change_is_told_in_points():
    form = filled(
        definition(rows(number("hba1c", "%"))), **of({"01/03/2025": "8", "01/03/2026": "6,9"}, "hba1c")
    )
    assert told(form) == [
        "Hba1c : de 8 % (01/03/2025) à 6,9 % (01/03/2026), en baisse (−1,1 point), 2 valeurs"
    ]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"01/03/2026": "100"},
        {"01/03/2026": "100", "": "120"},
        {"01/03/2026": "100", "hier": "120"},
        {"01/03/2026": "100", "02/03/2026": "beaucoup"},
    ],
)
def test_one_point_makes_no_curve(values: dict[str, str]):
    form = filled(definition(rows(number("crp"))), **of(values))
    assert form.trends(form.definition.by_id["serie"]) == ()


def test_two_values_of_one_day_make_no_curve():
    typed = {**of({"01/03/2026": "100"}), "serie/1/jour": "01/03/2026", "serie/1/crp": "120"}
    form = filled(definition(rows(number("crp"))), **typed)
    assert form.trends(form.definition.by_id["serie"]) == ()


def test_points_stand_where_their_dates_are():
    form = filled(
        definition(rows(number("crp"))), **of({"01/01/2026": "10", "11/01/2026": "20", "10/02/2026": "30"})
    )
    (trend,) = form.trends(form.definition.by_id["serie"])
    # 10 of 40 days, from 8 to 232; 20 is half of the way up from 50 to 18
    assert [(dot.x, dot.y) for dot in trend.dots] == [("8.0", "50.0"), ("64.0", "34.0"), ("232.0", "18.0")]
    svg = render_to_string(trend.template, {"drawing": trend})
    assert 'points="8.0,50.0 64.0,34.0 232.0,18.0"' in svg
    assert all(words in svg for words in (">10<", "30\u00a0mg/L", "01/01/2026", "10/02/2026"))


def test_a_curve_is_in_the_unit_of_reference():
    series = rows(quantity("hb", "g/L", "g/dL"))
    typed = of({"01/03/2026": "12", "02/03/2026": "90"}, "hb") | {"serie/0/hb/unit": "g/dL"}
    assert told(filled(definition(series), **typed)) == [
        "Hb : de 120 g/L (01/03/2026) à 90 g/L (02/03/2026), en baisse (−25 %), 2 valeurs"
    ]


def test_a_named_curve_joins_the_newest_value_and_replaces_that_of_the_list():
    newest = curve(
        {"value": "crp", "day": "jour"},
        {"value": "recente", "day": "recente_jour"},
    )
    group = item(
        "groupe",
        "group",
        extension=[newest],
        item=[number("recente"), item("recente_jour", "date"), rows(number("crp"))],
    )
    typed = of({"01/03/2026": "10"}) | {"recente": "20", "recente_jour": "11/03/2026"}
    assert told(filled(definition(group), **typed)) == [
        "Valeur : de 10 cm² (01/03/2026) à 20 cm² (11/03/2026), en hausse (+100 %), 2 valeurs"
    ]


def test_a_product_is_followed_until_the_day_of_the_request():
    surface = curve({"value": "long", "times": "large", "day": "jour"}, {"value": "l", "times": "w"})
    group = item(
        "groupe",
        "group",
        extension=[surface],
        item=[number("l"), number("w"), rows(number("long"), number("large"))],
    )
    typed = of({"01/03/2026": "4"}, "long") | {"serie/0/large": "2,5", "l": "3", "w": "2"}
    assert told(filled(definition(group), {"day": date(2026, 3, 29)}, **typed)) == [
        "Valeur : de 10 cm² (01/03/2026) à 6 cm² (29/03/2026), en baisse (−40 %), 2 valeurs"
    ]


def test_a_list_of_many_values_is_left_to_be_read():
    many = rows(*(number(f"v{place}") for place in range(4)))
    assert definition(many).series == {}
    assert definition(rows(number("a", ""))).series == {}, "without a unit, values may not be of one kind"


@pytest.mark.parametrize(
    "point", [{"value": "absent"}, {"value": "jour"}, {"value": "crp", "day": "crp"}, {}]
)
def test_a_curve_of_what_is_not_there_is_refused(point: dict[str, str]):
    listed = rows(number("crp"))
    listed["extension"] = [curve(point)]
    with pytest.raises(InvalidDefinition, match="Une courbe ne peut"):
        definition(listed)


def test_a_list_that_is_asked_again_alone_has_its_own_curve_without_what_is_not_asked_there():
    newest = curve({"value": "crp", "day": "jour"}, {"value": "recente", "day": "recente_jour"})
    group = item("groupe", "group", extension=[newest], item=[rows(number("crp"))])
    whole = definition(group, number("recente"), item("recente_jour", "date"))
    answers, _ = read_fields(whole, as_fields(of({"01/03/2026": "10", "02/03/2026": "20"})), Answers())
    assert told(Form(part_of(whole, ["groupe"]), answers)) == [
        "Crp : de 10 mg/L (01/03/2026) à 20 mg/L (02/03/2026), en hausse (+100 %), 2 valeurs"
    ]
