"""Parts of a whole: what is left to share out, what is too much, and the bar that shows it."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.form import Form
from telavis.questionnaires.invalid import InvalidDefinition
from tests.questionnaires.forms import definition, extension, filled, item

PERCENT = extension(fhir.UNIT, valueCoding={"code": "%", "display": "%"})
WHOLE = extension(fhir.PARTS_OF, valueInteger=100)


def part(link_id: str, kind: str = "integer") -> dict[str, Any]:
    low, high = extension(fhir.MIN_VALUE, valueInteger=0), extension(fhir.MAX_VALUE, valueInteger=100)
    return item(link_id, kind, required=True, extension=[PERCENT, low, high])


def bed(*parts: dict[str, Any]) -> Any:
    return definition(
        item(
            "lit",
            "group",
            "Lit",
            required=True,
            extension=[WHOLE],
            item=list(parts or (part("a"), part("b"))),
        )
    )


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def shares(form: Form) -> list[tuple[str, str]]:
    parts = form.parts(form.definition.by_id["lit"])
    assert parts
    return [(share.start, share.share) for share in parts.shares]


@pytest.mark.parametrize(
    ("typed", "left", "fault", "is_answered"),
    [
        ({}, "Encore 100 % à répartir.", "", False),
        ({"a": "30"}, "Encore 70 % à répartir.", "", False),
        ({"a": "30", "b": "70"}, "Tout est réparti : 100 %.", "", True),
        ({"a": "100", "b": "0"}, "Tout est réparti : 100 %.", "", True),
        ({"a": "100"}, "Tout est réparti : 100 %.", "", False),
        (
            {"a": "30", "b": "69"},
            "Encore 1 % à répartir.",
            "« Lit » : les parts font 99 %, encore 1 % à répartir.",
            False,
        ),
        ({"a": "30", "b": "71"}, "1 % de trop.", "« Lit » : les parts font 101 %, 1 % de trop.", False),
        ({"a": "30", "b": "beaucoup"}, "Encore 70 % à répartir.", "", False),
    ],
)
def test_the_parts_make_their_whole(typed: dict[str, str], left: str, fault: str, is_answered: bool):
    form = filled(bed(), **typed)
    group = form.definition.by_id["lit"]
    parts = form.parts(group)
    assert parts
    assert plain(parts.left) == left
    assert plain(form.fault(group)) == fault
    assert form.is_answered(group) is is_answered
    told = {problem.link_id: plain(problem.sentence) for problem in form.problems()}
    assert told.get("lit", "") == fault


def test_the_bar_shows_each_share_where_the_former_ends():
    form = bed(part("a"), part("b", "decimal"), part("c"))
    assert shares(filled(form, a="20", b="12,5", c="67,5")) == [("0.00", "20.00"), ("20.00", "12.50")]
    assert shares(filled(form, a="20", b="12,5", c="60")) == [
        ("0.00", "20.00"),
        ("20.00", "12.50"),
        ("32.50", "60.00"),
    ]
    assert shares(filled(form, a="100", b="50", c="50"))[0] == ("0.00", "50.00"), "too much is still one bar"


def test_one_reads_the_shares_on_one_line_with_their_bar():
    (line,) = filled(bed(), a="30", b="70").sections()[0].lines
    assert (line.label, plain(line.text), line.fault) == ("Lit", "A 30 %, B 70 %", "")
    (drawing,) = line.drawings
    assert drawing.alt == line.text
    svg = render_to_string(drawing.template, {"drawing": drawing})
    assert 'class="part-1" x="0.00" width="30.00"' in svg
    assert 'class="part-2" x="30.00" width="70.00"' in svg


def test_shares_that_do_not_fit_are_read_one_by_one_with_what_is_wrong():
    first, *others = filled(bed(), a="30", b="60").sections()[0].lines
    assert plain(first.fault) == "« Lit » : les parts font 90 %, encore 10 % à répartir."
    assert [(line.label, plain(line.text)) for line in others] == [("A", "30 %"), ("B", "60 %")]


@pytest.mark.parametrize("wrong", [item("t", "text"), item("r", "group", repeats=True, item=[part("x")])])
def test_a_whole_of_something_else_than_numbers_is_refused(wrong: dict[str, Any]):
    with pytest.raises(InvalidDefinition, match="Les parts d’un tout"):
        bed(part("a"), wrong)


@pytest.mark.parametrize("whole", [0, -100])
def test_a_whole_of_nothing_is_refused(whole: int):
    mark = extension(fhir.PARTS_OF, valueInteger=whole)
    with pytest.raises(InvalidDefinition, match="plus grand que zéro"):
        definition(item("lit", "group", item=[part("a")], extension=[mark]))


def test_a_slider_needs_its_bounds_else_the_number_is_typed():
    control = extension(fhir.ITEM_CONTROL, valueCodeableConcept={"coding": [{"code": "slider"}]})
    assert definition(item("a", "integer", extension=[control])).by_id["a"].slider_step is None
    low, high = extension(fhir.MIN_VALUE, valueInteger=0), extension(fhir.MAX_VALUE, valueInteger=10)
    asked = definition(item("a", "integer", extension=[control, low, high])).by_id["a"]
    assert asked.slider_step == 1
