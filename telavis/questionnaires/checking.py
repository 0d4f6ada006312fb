"""Whether an answer fits its item: one French sentence that says how to correct it, or nothing."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal

from telavis.questionnaires.answers import Answers, Chosen, Content, Joined, Rows, Unreadable, Written
from telavis.questionnaires.definition import Item, Kind, Quantity, Scalar
from telavis.questionnaires.quantities import bounds_words, number_words, out_of_bounds
from telavis.questionnaires.reading import Unfit, read_scalar
from telavis.values.french import join_words, number, plural, typographic

Shows = Callable[[Item, Answers], bool]
"""Is this cell asked in this row?"""

_VALUE_OF: dict[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.LONG_TEXT: (str,),
    Kind.INTEGER: (int,),
    Kind.DECIMAL: (int, Decimal),
    Kind.QUANTITY: (Quantity,),
    Kind.DATE: (date,),
    Kind.TIME: (time,),
    Kind.MOMENT: (datetime,),
    Kind.BOOLEAN: (bool,),
}


def fits(item: Item, content: Content | None) -> bool:
    """May this answer, which comes from elsewhere than the page, be kept for this item?"""
    if item.is_stored_elsewhere or item.is_read_only or fault(item, content):
        return False
    match content:
        case None:  # a reason why there is none
            return True
        case Joined():
            return item.kind is Kind.ATTACHMENT
        case Written(value=value):
            return is_value_of(item, value)
        case Chosen(codes=codes):
            is_choice = item.kind in (Kind.CHOICE, Kind.CHOICES)
            return is_choice and all(item.option(code) for code in codes)
        case Rows(rows=rows):
            cells = {child.link_id: child for child in item.cells}
            return item.kind is Kind.ROWS and all(
                link_id in cells and fits(cells[link_id], answer.content)
                for row in rows
                for link_id, answer in row.by_id.items()
            )
    return False


def is_value_of(item: Item, value: Scalar) -> bool:
    """Of this very type: a box is no number, and a moment no day."""
    return type(value) in _VALUE_OF.get(item.kind, ())


def _is_always_asked(cell: Item, row: Answers) -> bool:
    return not cell.conditions and not cell.is_hidden


def fault(item: Item, content: Content | None, shows: Shows = _is_always_asked) -> str:
    """What is wrong with this answer; empty when it fits, or when there is none.

    `shows`: the cells that count in a row; without a form to ask, those that no condition decides of.
    """
    match content:
        case Unreadable(raw=raw):
            return _unreadable(item, raw)
        case Written(value=str() as text):
            return _too_long(item, text)
        case Written(value=bool()):
            return ""
        case Written(value=Quantity() as quantity):
            return out_of_bounds(item, quantity)
        case Written(value=int() | Decimal() as value):
            return _out_of_range(item, Decimal(value))
        case Chosen():
            return _badly_chosen(item, content)
        case Joined(documents=documents):
            return _miscounted(item, len(documents), "document")
        case Rows(rows=rows):
            faulty = _first_fault_in_rows(item, rows, shows)
            return faulty or _miscounted(item, len(rows), "réponse" if item.is_one_question else "ligne")
    return ""


def _unreadable(item: Item, raw: str) -> str:
    try:
        read_scalar(item, raw)
    except Unfit as unfit:
        return str(unfit)
    return ""


def _too_long(item: Item, text: str) -> str:
    if len(text) < item.min_length:
        return typographic(f"« {item.label} » attend au moins {plural(item.min_length, 'caractère')}.")
    if item.max_length is None or len(text) <= item.max_length:
        return ""
    return typographic(
        f"« {item.label} » accepte {number(item.max_length)} caractères au plus : "
        f"il y en a {number(len(text) - item.max_length)} de trop."
    )


def _out_of_range(item: Item, value: Decimal) -> str:
    low, high = item.minimum, item.maximum
    if (low is None or value >= low) and (high is None or value <= high):
        return ""
    return typographic(
        f"« {item.label} » attend une valeur {bounds_words(item)} : vérifiez {number_words(value)}."
    )


def _badly_chosen(item: Item, chosen: Chosen) -> str:
    exclusive = [
        option.label for option in item.options if option.is_exclusive and option.code in chosen.codes
    ]
    count = len(chosen.codes) + bool(chosen.other)
    if exclusive and count > 1:
        return typographic(f"« {exclusive[0]} » ne va avec aucune autre réponse : décochez l’une ou l’autre.")
    if item.kind is Kind.CHOICE and count > 1:
        return typographic(f"« {item.label} » attend une seule réponse : choisissez, ou écrivez la vôtre.")
    if item.max_length is not None and len(chosen.other) > item.max_length:
        return _too_long(item, chosen.other)
    return _miscounted(item, count, "réponse")


def _miscounted(item: Item, count: int, noun: str) -> str:
    if count < item.min_count:
        return typographic(
            f"« {item.label} » attend au moins {plural(item.min_count, noun)} : il y en a {count}."
        )
    if item.max_count is not None and count > item.max_count:
        return typographic(
            f"« {item.label} » accepte au plus {plural(item.max_count, noun)} : il y en a {count}."
        )
    return ""


def _first_fault_in_rows(item: Item, rows: Iterable[Answers], shows: Shows) -> str:
    for place, row in enumerate(rows, start=1):
        cells = [cell for cell in item.cells if shows(cell, row)]
        faults = [found for cell in cells if (found := fault(cell, row.content(cell.link_id)))]
        missing = [cell.label for cell in cells if cell.is_required and row.at(cell.link_id).is_empty]
        if faults:
            return typographic(f"Ligne {place} : {faults[0]}")
        if missing:
            return typographic(
                f"Ligne {place} : il manque {join_words([f'« {each} »' for each in missing])}."
            )
    return ""
