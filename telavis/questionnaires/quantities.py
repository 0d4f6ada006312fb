"""Quantities: a value in the unit that was typed, the same in the reference unit, and the unit that was perhaps meant."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from telavis.questionnaires.answers import Answer, Answers, Rows, Written
from telavis.questionnaires.definition import Item, Quantity, Unit
from telavis.values.french import NO_BREAK, number, typographic
from telavis.values.units import Line, NotConvertible, line_between

FIGURES = 3
"""How many significant figures a converted value is shown with: no laboratory measures more."""


def units_of(codings: Iterable[tuple[str, str]], substance: str) -> tuple[Unit, ...]:
    """From (code, label), the reference first."""
    listed = list(codings)
    return tuple(Unit(code, label, _way(code, listed[0][0], substance)) for code, label in listed)


def in_words(item: Item, quantity: Quantity) -> str:
    """«1,2 mg/dL (106 µmol/L)»: what was typed, then the same in the reference unit."""
    unit = item.unit_of(quantity.unit)
    typed = _with_unit(quantity.value, unit.label if unit else quantity.unit)
    converted = converted_words(item, quantity)
    return f"{typed} ({converted})" if converted else typed


def converted_words(item: Item, quantity: Quantity) -> str:
    """The value in the reference unit; empty when it was typed in it, or when there is no way to it."""
    value = None if quantity.unit == item.unit_code else item.in_reference(quantity)
    return "" if value is None else _with_unit(shortened(value), item.unit)


def out_of_bounds(item: Item, quantity: Quantity) -> str:
    """The bounds that the value is beyond, and the unit in which it would be within; empty when it is within."""
    if item.unit_of(quantity.unit) is None:
        return typographic(f"« {item.label} » : cette unité ne fait pas partie de celles proposées.")
    value = item.in_reference(quantity)
    if value is None or _is_possible(item, value):
        return ""
    meant = _meant(item, quantity, is_usual=True) or _meant(item, quantity, is_usual=False)
    question = f" S’agit-il de {meant} ?" if meant else ""
    return typographic(
        f"« {item.label} » attend une valeur {bounds_words(item)} : vérifiez {in_words(item, quantity)}.{question}"
    )


def doubt(item: Item, quantity: Quantity) -> str:
    """A value that is possible, but rarely seen, and usual in another unit of the item; empty when nothing is odd."""
    value = item.in_reference(quantity)
    if value is None or _is_usual(item, value) or not _is_possible(item, value):
        return ""
    meant = _meant(item, quantity, is_usual=True)
    if not meant:
        return ""
    return typographic(f"{in_words(item, quantity)} : valeur inhabituelle. S’agit-il de {meant} ?")


def in_reference(item: Item, answer: Answer) -> Answer:
    """The answer with every quantity in its reference unit: what calculations read."""
    match answer.content:
        case Written(value=Quantity() as quantity) if (value := item.in_reference(quantity)) is not None:
            return replace(answer, content=Written(Quantity(value, item.unit_code)))
        case Rows(rows=rows):
            return replace(answer, content=Rows(tuple(_row_in_reference(item, row) for row in rows)))
    return answer


def bounds_words(item: Item) -> str:
    """«entre 5 et 3 000 µmol/L»."""
    low, high, unit = item.minimum, item.maximum, f" {item.unit}" if item.unit else ""
    if low is not None and high is not None:
        return f"entre {number_words(low)} et {number_words(high)}{unit}"
    if low is not None:
        return f"de {number_words(low)}{unit} au moins"
    return f"de {number_words(high or Decimal(0))}{unit} au plus"


def number_words(value: Decimal | int) -> str:
    """12.50 → «12,5», as people write it; to its last figure, which a float would lose."""
    shown = Decimal(value).normalize() + 0  # and no «−0»
    exponent = shown.as_tuple().exponent
    return number(shown, max(0, -exponent) if isinstance(exponent, int) else 0)


def shortened(value: Decimal) -> Decimal:
    """With its significant figures; whole numbers stay whole: 106.08 → 106, 2.4949 → 2.49, 1087.3 → 1087."""
    places = max(0, FIGURES - 1 - value.adjusted()) if value else 0
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _way(code: str, reference: str, substance: str) -> Line | None:
    try:
        return line_between(code, reference, substance)
    except NotConvertible:
        return None


def _row_in_reference(group: Item, row: Answers) -> Answers:
    cells = {child.link_id: child for child in group.cells}
    return Answers(
        {
            link_id: in_reference(cells[link_id], answer) if link_id in cells else answer
            for link_id, answer in row.by_id.items()
        }
    )


def _meant(item: Item, quantity: Quantity, *, is_usual: bool) -> str:
    """The same number in the first other unit that makes it usual, or possible: «12,3 g/dL (123 g/L)»."""
    fits = _is_usual if is_usual else _is_possible
    others = [Quantity(quantity.value, unit.code) for unit in item.units if unit.code != quantity.unit]
    for other in others:
        value = item.in_reference(other)
        if value is not None and fits(item, value):
            return in_words(item, other)
    return ""


def _is_usual(item: Item, value: Decimal) -> bool:
    return _is_possible(item, value) and _is_within(value, item.usual_low, item.usual_high)


def _is_possible(item: Item, value: Decimal) -> bool:
    return _is_within(value, item.minimum, item.maximum)


def _is_within(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _with_unit(value: Decimal, unit: str) -> str:
    return number_words(value) + (f"{NO_BREAK}{unit}" if unit else "")
