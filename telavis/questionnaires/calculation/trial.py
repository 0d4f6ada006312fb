"""Each formula of a form, tried once before anybody waits for it: one that is late would take the page's other values along."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from telavis.questionnaires.answers import Answer, Answers, Chosen, Content, Rows, Written
from telavis.questionnaires.calculation.evaluator import NotCalculated, ask
from telavis.questionnaires.calculation.values import question
from telavis.questionnaires.definition import Calculation, Definition, Expression, Item, Kind, Quantity
from telavis.questionnaires.form import Form

SENTENCE = "La formule est trop longue à évaluer."
_TRIES = 2
"""The child counts its own time; but a machine that stands still may make it look late once."""
_ROWS = 5
_DAY, _HOUR = date(2026, 3, 2), time(14, 30)
_PATIENT = {"birthDate": "1950-03-02", "gender": "female"}


def too_slow(form: Definition) -> Iterator[tuple[Expression, str]]:
    """Those that are still late on a form where every question is answered."""
    sample = Form(form, Answers(dict(_sample(form.items))))
    for each in (*form.calculations, *form.beginnings):
        expression = each.item.calculation or each.item.beginning
        if expression and all(_is_late(sample, each) for _ in range(_TRIES)):
            yield expression, SENTENCE


def _is_late(sample: Form, calculation: Calculation) -> bool:
    try:
        ask(question(sample, calculation, _PATIENT))
    except NotCalculated as failure:
        return failure.is_grave
    return False


def _sample(items: tuple[Item, ...]) -> Iterator[tuple[str, Answer]]:
    for item in items:
        if item.kind is Kind.GROUP:
            yield from _sample(item.children)
        elif (content := _content(item)) is not None:
            yield item.link_id, Answer(content)


def _content(item: Item) -> Content | None:
    match item.kind:
        case Kind.ROWS:
            return Rows((Answers(dict(_sample(item.children))),) * _ROWS)
        case Kind.CHOICE:
            return Chosen((item.options[0].code,))
        case Kind.CHOICES:
            return Chosen(tuple(option.code for option in item.options if not option.is_exclusive))
        case Kind.TEXT | Kind.LONG_TEXT:
            return Written("réponse")
        case Kind.INTEGER:
            return Written(int(item.minimum or item.maximum or 1))
        case Kind.DECIMAL:
            return Written(Decimal(item.minimum or item.maximum or 1))
        case Kind.QUANTITY:
            return Written(Quantity(Decimal(item.minimum or item.maximum or 1), item.units[0].code))
        case Kind.DATE:
            return Written(_DAY)
        case Kind.TIME:
            return Written(_HOUR)
        case Kind.MOMENT:
            return Written(timezone.make_aware(datetime.combine(_DAY, _HOUR)))
        case Kind.BOOLEAN:
            return Written(value=True)
    return None
