"""What a form says of its numbers: units, bounds, and that every one of them can be brought to the unit of reference."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.definition import (
    Condition,
    Definition,
    Item,
    Kind,
    Operator,
    Quantity,
    Scalar,
    Unit,
)
from telavis.questionnaires.extensions import Extensions, Json
from telavis.questionnaires.invalid import Fault, InvalidDefinition
from telavis.questionnaires.quantities import units_of
from telavis.values.units import SUBSTANCES


def measured(kind: Kind, extensions: Extensions, link_id: str) -> dict[str, Any]:
    """The fields of an `Item` that tell how its number is measured."""
    if kind is not Kind.QUANTITY:
        unit = extensions.first(fhir.UNIT, "valueCoding") or {}
        return {
            "minimum": extensions.number(fhir.MIN_VALUE),
            "maximum": extensions.number(fhir.MAX_VALUE),
            "unit": unit.get("display") or unit.get("code", ""),
            "unit_code": unit.get("code", ""),
        }
    units = _units(extensions, link_id)
    usual = extensions.first(fhir.USUAL_RANGE, "valueRange") or {}
    bounds = {
        "minimum": extensions.first(fhir.MIN_QUANTITY, "valueQuantity"),
        "maximum": extensions.first(fhir.MAX_QUANTITY, "valueQuantity"),
        "usual_low": usual.get("low"),
        "usual_high": usual.get("high"),
    }
    return {
        "unit": units[0].label,
        "unit_code": units[0].code,
        "units": units,
        **{name: _bound(written, units, link_id) for name, written in bounds.items() if written is not None},
    }


def quantity(source: Json) -> Quantity:
    """A FHIR Quantity of a form, by the code of its unit."""
    try:
        return Quantity(Decimal(str(source["value"])), source.get("code") or source.get("unit", ""))
    except InvalidOperation as fault:
        raise ValueError(str(fault)) from fault


def in_reference(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Conditions and alarms on quantities, told in the unit of reference: those who read them compare plain numbers."""
    return _in_reference(items, {item.link_id: item for item in _walk(items)})


def faults_of_units(form: Definition, read: Iterable[str]) -> Iterator[Fault]:
    """What is calculated with has one unit: every one that may be chosen leads to the reference."""
    for link_id in read:
        item = form.by_id[link_id]
        strange = next((unit.label for unit in item.units if unit.to_reference is None), None)
        if strange is not None:
            sentence = f"Un calcul lit cette valeur, et l’unité « {strange} » ne se convertit pas en « {item.unit} »."
            yield Fault(link_id, sentence)


def _units(extensions: Extensions, link_id: str) -> tuple[Unit, ...]:
    substance = extensions.text(fhir.SUBSTANCE, "valueCode")
    if substance and substance not in SUBSTANCES:
        raise InvalidDefinition(link_id, f"La substance « {substance} » n’est pas connue.")
    codings = [each.get("valueCoding", {}) for each in extensions.all(fhir.UNIT_OPTION)]
    codings = codings or [each.get("valueCoding", {}) for each in extensions.all(fhir.UNIT)]
    listed = [(each.get("code", ""), each.get("display") or each.get("code", "")) for each in codings]
    if not listed or not all(code for code, _ in listed):
        raise InvalidDefinition(
            link_id, "Une quantité a besoin de ses unités (unitOption), chacune avec un code."
        )
    if len(dict(listed)) < len(listed):
        raise InvalidDefinition(link_id, "Une unité est proposée deux fois.")
    return units_of(listed, substance)


def _bound(written: Json, units: tuple[Unit, ...], link_id: str) -> Decimal:
    try:
        asked = quantity(written)
    except (KeyError, ValueError) as fault:
        raise InvalidDefinition(
            link_id, "Une borne a besoin de sa valeur et du code de son unité."
        ) from fault
    unit = next((each for each in units if each.code == asked.unit), None)
    if unit is None or unit.to_reference is None:
        raise InvalidDefinition(
            link_id, f"Une borne est en « {asked.unit} », qui ne se convertit pas en « {units[0].code} »."
        )
    return unit.to_reference(asked.value)


def _in_reference(items: tuple[Item, ...], by_id: Mapping[str, Item]) -> tuple[Item, ...]:
    return tuple(
        replace(
            item,
            conditions=tuple(_compared(each, by_id, item) for each in item.conditions),
            red_flags=tuple(
                replace(rule, when=tuple(_compared(each, by_id, item) for each in rule.when))
                for rule in item.red_flags
            ),
            children=_in_reference(item.children, by_id),
        )
        for item in items
    )


def _compared(condition: Condition, by_id: Mapping[str, Item], item: Item) -> Condition:
    question = by_id.get(condition.question)
    if question is None or condition.operator is Operator.EXISTS:
        return condition
    is_measured = isinstance(condition.value, Quantity)
    if is_measured is not (question.kind is Kind.QUANTITY):
        raise InvalidDefinition(
            item.link_id, f"Une condition compare « {question.link_id} » avec une réponse d’un autre type."
        )
    return replace(condition, value=_reference_value(condition.value, question, item))


def _reference_value(value: Scalar, question: Item, item: Item) -> Scalar:
    if not isinstance(value, Quantity):
        return value
    found = question.in_reference(value)
    if found is None:
        raise InvalidDefinition(
            item.link_id,
            f"Une condition compare « {question.link_id} » en « {value.unit} », qui n’est pas une de ses unités.",
        )
    return found


def _walk(items: tuple[Item, ...]) -> Iterable[Item]:
    for item in items:
        yield item
        yield from _walk(item.children)
