"""The figure of the body: its regions, what an answer marks, and the side that is the patient's."""

import re

import pytest
from django.template.loader import render_to_string

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.body import MIDDLE, REGIONS
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.invalid import InvalidDefinition
from tests.questionnaires.forms import choice, definition, extension, filled, option
from tests.questionnaires.specialty import answered, shipped_form

PLACES = {"dermatologie": "derm_schema", "plaies-cicatrisation": "plaie_schema"}


def where(code: str, *regions: str, label: str = "") -> dict[str, object]:
    return option(code, *(extension(fhir.BODY_REGION, valueCode=each) for each in regions), label=label)


def across(region: str) -> float:
    """The middle of a region from left to right, as one looks at the page."""
    found = [float(x) for x, _ in re.findall(r"(-?[\d.]+) (-?[\d.]+)", REGIONS[region])]
    return sum(found) / len(found)


def test_the_right_of_the_patient_is_at_the_left_of_the_page_from_the_front_alone():
    assert across("front-hand-right") < MIDDLE < across("front-hand-left")
    assert across("back-hand-left") < MIDDLE < across("back-hand-right")


def test_an_answer_marks_its_regions_and_no_others():
    form = definition(
        choice("ou", where("g", "front-knee-left", "back-knee-left", label="genou gauche"), "autre")
    )
    (line,) = filled(form, ou="g").sections()[0].lines
    (drawing,) = line.drawings
    assert drawing.alt == line.text == "genou gauche"
    svg = render_to_string(drawing.template, {"drawing": drawing})
    marked = re.findall(r'is-marked[^"]*" d="([^"]+)"', svg)
    assert marked == [REGIONS["front-knee-left"], REGIONS["back-knee-left"]]
    assert svg.count("<path") == len(REGIONS)


def test_an_answer_that_is_no_place_of_the_figure_draws_none():
    form = definition(choice("ou", where("g", "front-knee-left"), "autre"))
    (line,) = filled(form, ou="autre").sections()[0].lines
    assert line.drawings == ()


def test_a_region_that_the_figure_does_not_have_is_refused():
    with pytest.raises(InvalidDefinition, match="La figure du corps"):
        definition(choice("ou", where("q", "front-tail")))


@pytest.fixture(scope="module", params=list(PLACES))
def shipped(request: pytest.FixtureRequest) -> tuple[Definition, str]:
    return shipped_form(request.param), PLACES[request.param]


def test_every_place_of_the_shipped_forms_is_on_the_figure_once(shipped: tuple[Definition, str]):
    form, link_id = shipped
    options = form.by_id[link_id].options
    assert all(each.regions for each in options)
    shown = [region for each in options for region in each.regions]
    assert len(shown) == len(set(shown)), "a press must mean one answer"


def test_the_side_of_a_place_is_the_side_of_its_regions(shipped: tuple[Definition, str]):
    form, link_id = shipped
    for each in form.by_id[link_id].options:
        for side, words in (("right", ("droit", "droite", "droits")), ("left", ("gauche", "gauches"))):
            if each.label.split()[-1] in words:
                assert all(region.endswith(f"-{side}") for region in each.regions), each


def test_the_shipped_wound_form_shows_where_the_wound_is():
    form = answered(shipped_form("plaies-cicatrisation"), {"plaie_schema": ["talon_gauche", "sacrum"]})
    line = next(line for part in form.sections() for line in part.lines if line.link_id == "plaie_schema")
    assert [drawing.alt for drawing in line.drawings] == ["sacrum, talon gauche"]
