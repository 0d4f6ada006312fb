"""Whether an answer fits its item: one French sentence that says how to correct it, or nothing."""

from datetime import date
from decimal import Decimal

from telavis.questionnaires.answers import Answer, Chosen, Content, Joined, Rows, Unreadable, Written
from telavis.questionnaires.definition import Item, Kind
from telavis.questionnaires.reading import Unfit, read_scalar
from telavis.values.french import join_words, number, plural, typographic

_VALUE_OF: dict[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.LONG_TEXT: (str,),
    Kind.INTEGER: (int,),
    Kind.DECIMAL: (int, Decimal),
    Kind.DATE: (date,),
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
            return isinstance(value, _VALUE_OF.get(item.kind, ()))
        case Chosen(codes=codes):
            is_choice = item.kind in (Kind.CHOICE, Kind.CHOICES)
            return is_choice and all(item.option(code) for code in codes)
        case Rows(rows=rows):
            cells = {child.link_id: child for child in item.children}
            return item.kind is Kind.ROWS and all(
                link_id in cells and fits(cells[link_id], answer.content)
                for row in rows
                for link_id, answer in row.by_id.items()
            )
    return False


def fault(item: Item, content: Content | None) -> str:
    """What is wrong with this answer; empty when it fits, or when there is none."""
    match content:
        case Unreadable(raw=raw):
            return _unreadable(item, raw)
        case Written(value=str() as text):
            return _too_long(item, text)
        case Written(value=bool()):
            return ""
        case Written(value=int() | Decimal() as value):
            return _out_of_range(item, Decimal(value))
        case Chosen():
            return _badly_chosen(item, content)
        case Joined(documents=documents):
            return _too_few(item, len(documents))
        case Rows(rows=rows):
            return _first_fault_in_rows(item, [dict(row.by_id) for row in rows])
    return ""


def _unreadable(item: Item, raw: str) -> str:
    try:
        read_scalar(item, raw)
    except Unfit as unfit:
        return str(unfit)
    return ""


def _too_long(item: Item, text: str) -> str:
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
    unit = f" {item.unit}" if item.unit else ""
    if low is not None and high is not None:
        expected = f"entre {number_words(low)} et {number_words(high)}{unit}"
    elif low is not None:
        expected = f"de {number_words(low)}{unit} au moins"
    else:
        expected = f"de {number_words(high or Decimal(0))}{unit} au plus"
    return typographic(f"« {item.label} » attend une valeur {expected} : vérifiez {number_words(value)}.")


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
    return ""


def _too_few(item: Item, count: int) -> str:
    if count < item.min_count:
        return typographic(
            f"« {item.label} » attend au moins {plural(item.min_count, 'document')} : il y en a {count}."
        )
    return ""


def _first_fault_in_rows(item: Item, rows: list[dict[str, Answer]]) -> str:
    for place, row in enumerate(rows, start=1):
        faults = [
            found
            for child in item.children
            if (found := fault(child, row.get(child.link_id, Answer()).content))
        ]
        missing = [child.label for child in item.children if child.is_required and child.link_id not in row]
        if faults:
            return typographic(f"Ligne {place} : {faults[0]}")
        if missing:
            return typographic(
                f"Ligne {place} : il manque {join_words([f'« {each} »' for each in missing])}."
            )
    return ""


def number_words(value: Decimal | int) -> str:
    """12.50 → «12,5», as people write it."""
    shown = Decimal(value).normalize()
    exponent = shown.as_tuple().exponent
    return number(float(shown), max(0, -exponent) if isinstance(exponent, int) else 0)
