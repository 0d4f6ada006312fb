"""From what a page sends to answers: nothing that was typed is lost, and what cannot be kept is refused in a sentence.

Names of the fields of a page: `linkId`; `linkId/other` for the free text of a choice; `linkId/unit` for the unit of
a quantity; `linkId/unavailable` for the reason; `linkId/0/child` for a row. An item whose name is absent is left as
it is; an empty one is cleared.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from django.utils import timezone

from telavis.questionnaires.answers import (
    NOTHING,
    Answer,
    Answers,
    Chosen,
    Content,
    Joined,
    Rows,
    Unreadable,
    Written,
)
from telavis.questionnaires.definition import Definition, Item, Kind, Quantity, Scalar
from telavis.values.dates import parse_date
from telavis.values.french import number, typographic
from telavis.values.invalid import InvalidValue
from telavis.values.times import parse_moment, parse_time

LENGTH_MAX = 20_000
"""Characters that a field may hold, whatever its form says; beyond this a save is refused."""
ROWS_MAX = 100
REASON_MAX = 300

_NUMBER = re.compile(r"[+\-−]?\d{1,12}(?:[.,]\d{1,8})?", re.ASCII)
_TICKED = ("true", "on")
_DOCUMENT = re.compile(r"[\w-]{1,40}", re.ASCII)
_UNITS_IN_WORDS = {
    "mm": "millimètres",
    "cm": "centimètres",
    "m": "mètres",
    "kg": "kilogrammes",
    "g": "grammes",
    "°C": "degrés Celsius",
    "%": "pour cent",
}


class Fields(Protocol):
    """What a QueryDict offers."""

    def __contains__(self, name: object, /) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def getlist(self, name: str, /) -> list[str]: ...


@dataclass(frozen=True)
class Refusal:
    """An item whose new answer was not kept, and why."""

    link_id: str
    sentence: str
    sent: Answer = NOTHING
    """What was sent, where a page can show it again: it is nowhere else."""


class Refused(InvalidValue):
    """What was sent for one item cannot be kept at all."""


class Unfit(InvalidValue):
    """What was typed is kept, but is not an answer to the item."""


def read_fields(form: Definition, fields: Fields, before: Answers) -> tuple[Answers, list[Refusal]]:
    """The answers after a save: those of the page over those of before."""
    changes: dict[str, Answer] = {}
    refusals: list[Refusal] = []
    for item in form.walk():
        if item.kind is Kind.DISPLAY or item.is_stored_elsewhere or form.row_of(item.link_id):
            continue
        try:
            if not _is_asked(item) or form.hides(item):
                _refuse_unless(item.field_name not in fields, f"« {item.label} » ne se remplit pas ici.")
                continue
            changes[item.link_id] = _read_item(item, fields, item.field_name, before.at(item.link_id))
        except Refused as refused:
            refusals.append(Refusal(item.link_id, str(refused), _as_sent(item, fields)))
    return before.with_answers(changes), refusals


def with_refused(answers: Answers, refusals: Iterable[Refusal]) -> Answers:
    """As the page shows them again: what was refused stands there still, to be corrected."""
    return answers.with_answers({each.link_id: each.sent for each in refusals if not each.sent.is_empty})


def read_scalar(item: Item, typed: str) -> Scalar:
    """The value of a text, number or date as typed; `Unfit` tells how to write it."""
    match item.kind:
        case Kind.INTEGER:
            return _integer(item, typed)
        case Kind.DECIMAL | Kind.QUANTITY:
            return _decimal(item, typed)
        case Kind.DATE | Kind.TIME | Kind.MOMENT:
            return _when(item, typed)
        case Kind.BOOLEAN:
            return typed in _TICKED
    return typed


def _is_asked(item: Item) -> bool:
    """Does the page have a field for it?"""
    return not (item.kind is Kind.DISPLAY or item.is_read_only or item.is_hidden)


def _read_item(item: Item, fields: Fields, name: str, before: Answer) -> Answer:
    is_sent = name in fields or f"{name}/other" in fields
    content = _read_content(item, fields, name) if is_sent else before.content
    unavailable = before.unavailable
    if f"{name}/unavailable" in fields:
        unavailable = _text(fields, f"{name}/unavailable", longest=REASON_MAX)
    return Answer(content, unavailable)


def _as_sent(item: Item, fields: Fields, name: str = "") -> Answer:
    """What was typed, and kept nowhere; ticked boxes are drawn as they were."""
    if item.kind in (Kind.GROUP, Kind.CHOICE, Kind.CHOICES, Kind.ATTACHMENT, Kind.BOOLEAN):
        return NOTHING
    name = name or item.field_name
    typed, unit, reason = (
        "".join(fields.getlist(f"{name}{part}")[-1:]).replace("\0", "")
        for part in ("", "/unit", "/unavailable")
    )
    if item.kind is Kind.ROWS:
        return Answer(_rows_as_sent(item, fields, name), reason)
    is_text = item.kind in (Kind.TEXT, Kind.LONG_TEXT)
    content = Written(typed) if is_text else Unreadable(typed, unit)
    return Answer(content if typed else None, reason)


def _rows_as_sent(item: Item, fields: Fields, name: str) -> Rows | None:
    """Every line, in its place: one cell that cannot be kept, or a line too many, takes nothing from the others."""
    rows = []
    for place in _places_of(fields, name):
        cells = {
            cell.link_id: (cell, f"{name}/{place}/{cell.field_name}")
            for cell in item.cells
            if _is_asked(cell)
        }
        read = {link_id: _cell_as_sent(cell, fields, where) for link_id, (cell, where) in cells.items()}
        rows.append(Answers().with_answers(read))
    return Rows(tuple(row for row in rows if row.by_id)) if rows else None


def _cell_as_sent(cell: Item, fields: Fields, name: str) -> Answer:
    try:
        return _read_item(cell, fields, name, NOTHING)
    except Refused:
        return _as_sent(cell, fields, name)


def _read_content(item: Item, fields: Fields, name: str) -> Content | None:
    match item.kind:
        case Kind.ROWS:
            return _read_rows(item, fields, name)
        case Kind.CHOICE | Kind.CHOICES:
            return _read_choice(item, fields, name)
        case Kind.QUANTITY:
            return _read_quantity(item, fields, name)
        case Kind.ATTACHMENT:
            documents = tuple(each for each in fields.getlist(name) if each)
            is_named = all(_DOCUMENT.fullmatch(each) for each in documents)
            _refuse_unless(is_named, "Ce document n’est pas reconnu.")
            return Joined(documents) if documents else None
        case Kind.GROUP:
            return None
    typed = _text(fields, name)
    if not typed.strip():
        return None
    if item.kind is Kind.BOOLEAN:
        _refuse_unless(typed in _TICKED, f"« {item.label} » : cette case est cochée ou non.")
    try:
        return Written(read_scalar(item, typed))
    except Unfit:
        return Unreadable(typed)


def _read_choice(item: Item, fields: Fields, name: str) -> Chosen | None:
    ticked = list(dict.fromkeys(each for each in fields.getlist(name) if each))
    known = [option.code for option in item.options if option.code in ticked]
    is_known = len(known) == len(ticked) and (item.kind is Kind.CHOICES or len(ticked) < 2)
    _refuse_unless(
        is_known, f"« {item.label} » : cette réponse ne fait pas partie de celles qui sont proposées."
    )
    other = _text(fields, f"{name}/other").strip() if item.accepts_other else ""
    return Chosen(tuple(known), other) if known or other else None


def _read_quantity(item: Item, fields: Fields, name: str) -> Content | None:
    """A page that names no unit means the first one, which it shows."""
    typed, unit = _text(fields, name), _text(fields, f"{name}/unit") or item.unit_code
    _refuse_unless(
        item.unit_of(unit) is not None,
        f"« {item.label} » : cette unité ne fait pas partie de celles proposées.",
    )
    if not typed.strip():
        return None
    try:
        return Written(Quantity(_decimal(item, typed), unit))
    except Unfit:
        return Unreadable(typed, unit)


def _read_rows(item: Item, fields: Fields, name: str) -> Rows | None:
    rows = []
    for place in _places(fields, name):
        read = {
            child.link_id: _read_item(child, fields, f"{name}/{place}/{child.field_name}", Answer())
            for child in item.cells
            if _is_asked(child)
        }
        row = Answers().with_answers(read)
        if row.by_id:
            rows.append(row)
    return Rows(tuple(rows)) if rows else None


def _places(fields: Fields, name: str) -> list[int]:
    places = _places_of(fields, name)
    _refuse_unless(len(places) <= ROWS_MAX, f"Cette liste accepte {ROWS_MAX} lignes au plus.")
    return places


def _places_of(fields: Fields, name: str) -> list[int]:
    shape = re.compile(rf"{re.escape(name)}/(\d{{1,4}})/.+", re.ASCII)
    return sorted({int(found[1]) for each in fields if (found := shape.fullmatch(each))})


def _text(fields: Fields, name: str, *, longest: int = LENGTH_MAX) -> str:
    text = "".join(fields.getlist(name)[-1:]).replace("\r\n", "\n")
    _refuse_unless(
        "\0" not in text, "Ce texte contient un caractère nul, que rien ne peut afficher : effacez-le."
    )
    _refuse_unless(
        len(text) <= longest,
        f"Ce texte est trop long : {number(longest)} caractères au plus, ici {number(len(text))}.",
    )
    return text


def _refuse_unless(is_right: bool, sentence: str) -> None:
    if not is_right:
        raise Refused(sentence)


def _integer(item: Item, typed: str) -> int:
    written = _without_spaces(typed)
    if not re.fullmatch(r"[+\-−]?\d{1,12}", written, re.ASCII):
        raise Unfit(f"« {item.label} » attend {_number_words(item, 'un nombre entier', '12')}.")
    return int(written.replace("−", "-"))


def _decimal(item: Item, typed: str) -> Decimal:
    written = _without_spaces(typed)
    if not _NUMBER.fullmatch(written):
        raise Unfit(f"« {item.label} » attend {_number_words(item, 'un nombre', '12,5')}.")
    try:
        return Decimal(written.replace(",", ".").replace("−", "-"))
    except InvalidOperation as fault:
        raise Unfit(f"« {item.label} » attend {_number_words(item, 'un nombre', '12,5')}.") from fault


def _when(item: Item, typed: str) -> Scalar:
    latest = timezone.localdate() if item.is_not_after_today else None
    try:
        match item.kind:
            case Kind.TIME:
                return parse_time(typed)
            case Kind.MOMENT:
                return parse_moment(typed, timezone.get_current_timezone(), latest=latest)
        return parse_date(typed, latest=latest)
    except InvalidValue as fault:
        raise Unfit(f"« {item.label} » : {_lower_first(str(fault))}") from fault


def _number_words(item: Item, noun: str, example: str) -> str:
    is_chosen = len(item.units) > 1
    unit = f" en {_UNITS_IN_WORDS.get(item.unit, item.unit)}" if item.unit and not is_chosen else ""
    return typographic(f"{noun}{unit}, par exemple {item.example or example}")


def _without_spaces(typed: str) -> str:
    return "".join(typed.split())


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def as_fields(values: Mapping[str, str | list[str]]) -> Fields:
    """Plain values in the shape of a page's fields."""
    return _PlainFields(
        {name: [value] if isinstance(value, str) else value for name, value in values.items()}
    )


class _PlainFields(dict[str, list[str]]):
    def getlist(self, name: str) -> list[str]:
        return self.get(name, [])
