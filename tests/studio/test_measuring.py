"""Units, bounds, sliders, shares of a whole and places of the body, made without code."""

from decimal import Decimal
from typing import Any

import pytest

from telavis.questionnaires.catalogue import shipped
from telavis.questionnaires.definition import Item
from telavis.questionnaires.parsing import parse
from telavis.studio.items import ItemFacts, OptionFacts, blank_item, facts_of, with_facts
from telavis.studio.measuring import SUBSTANCES
from telavis.studio.outline import walk
from telavis.values import units
from telavis.values.refused import Refused
from tests.studio.working import facts


def made(item: dict[str, Any], said: ItemFacts) -> tuple[dict[str, Any], Item]:
    changed = with_facts(item, said)
    return changed, parse({"item": [changed]}).items[0]


def test_a_quantity_is_given_in_units_that_lead_to_the_first_one():
    blank = blank_item({}, "Créatinine", "quantity")
    given = {"units": ("µmol/L", "mg/L"), "substance": "creatinine", "minimum": Decimal(5)}
    item, read = made(blank, facts("Créatinine", "quantity", **given))
    assert [(each.code, each.label) for each in read.units] == [("umol/L", "µmol/L"), ("mg/L", "mg/L")]
    assert (read.minimum, read.units[1].to_reference(Decimal(10))) == (Decimal(5), Decimal("88.4"))
    assert facts_of(item).units == ("µmol/L", "mg/L")
    with pytest.raises(Refused, match="ne se convertit pas"):
        with_facts(item, facts("Créatinine", "quantity", **{**given, "substance": ""}))
    with pytest.raises(Refused, match="videz-les"):
        with_facts(item, facts("Créatinine", "quantity", **{**given, "units": ("mg/L",)}))
    item = with_facts(item, facts("Créatinine", "quantity", **{**given, "minimum": None}))
    _, read = made(item, facts("Créatinine", "quantity", units=("mg/L",), substance="creatinine"))
    assert (read.unit, read.minimum) == ("mg/L", None)


def test_a_slider_runs_between_its_bounds_and_the_numbers_of_a_group_make_a_whole():
    bounds = {"minimum": Decimal(0), "maximum": Decimal(100), "unit": "%"}
    blank = blank_item({}, "Fibrine", "integer")
    item, read = made(blank, facts("Fibrine", "integer", slider_step=Decimal(5), **bounds))
    assert (read.slider_step, read.unit_code) == (Decimal(5), "%")
    group = {**blank_item({}, "Lit de la plaie", "group"), "item": [item]}
    _, read = made(group, facts("Lit de la plaie", "group", whole=Decimal(100)))
    assert read.whole == Decimal(100)
    assert made(item, facts("Fibrine", "integer", **bounds))[1].slider_step is None


def test_places_of_the_body_are_drawn_and_an_answer_may_stand_elsewhere_or_nowhere():
    blank = blank_item({}, "Où", "body")
    options = list(facts_of(blank).options)
    assert len(options) > 40
    assert all(option.place == option.code for option in options)
    first, second = options[0], options[1]
    said = [OptionFacts("partout", "", ""), OptionFacts("crâne", first.code, place=second.place)]
    _, read = made(blank, facts("Où", "choices", options=said))
    there = next(
        each.regions for each in parse({"item": [blank]}).items[0].options if each.code == second.code
    )
    assert [option.regions for option in read.options] == [(), there]


def test_every_item_of_the_shipped_forms_is_saved_as_it_was():
    """The page of a question, saved without a change, changes nothing."""
    items = [item for entry in shipped() for item in walk(entry.definition["item"])]
    assert [item["linkId"] for item in items if with_facts(item, facts_of(item)) != item] == []


def test_every_substance_has_its_french_name():
    assert SUBSTANCES.keys() == units.SUBSTANCES.keys()
