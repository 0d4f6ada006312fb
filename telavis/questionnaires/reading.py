"""From what a page sends to answers: nothing that was typed is lost, and what cannot be kept is refused in a sentence.

Names of the fields of a page: `linkId`; `linkId/other` for the free text of a choice; `linkId/unavailable` for the
reason; `linkId/0/child` for a row. An item whose name is absent is left as it is; an empty one is cleared.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from django.utils import timezone

from telavis.questionnaires.answers import (
    Answer,
    Answers,
    Chosen,
    Content,
    Joined,
    Rows,
    Unreadable,
    Written,
)
from telavis.questionnaires.definition import Definition, Item, Kind, Scalar
from telavis.values.dates import parse_date
from telavis.values.french import typographic
from telavis.values.invalid import InvalidValue

LENGTH_MAX = 20_000
"""Characters that a field may hold, whatever its form says; beyond this a save is refused."""
ROWS_MAX = 100
REASON_MAX = 300

_NUMBER = re.compile(r"[+\-−]?\d{1,12}(?:[.,]\d{1,8})?", re.ASCII)
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


class Refused(InvalidValue):
    """What was sent for one item cannot be kept at all."""


class Unfit(InvalidValue):
    """What was typed is kept, but is not an answer to the item."""


def read_fields(form: Definition, fields: Fields, before: Answers) -> tuple[Answers, list[Refusal]]:
    """The answers after a save: those of the page over those of before."""
    changes: dict[str, Answer] = {}
    refusals: list[Refusal] = []
    for item in form.walk():
        if not _is_answered_by_the_page(item) or form.row_of(item.link_id):
            continue
        try:
            changes[item.link_id] = _read_item(item, fields, item.link_id, before.at(item.link_id))
        except Refused as refused:
            refusals.append(Refusal(item.link_id, str(refused)))
    return before.with_answers(changes), refusals


def read_scalar(item: Item, typed: str) -> Scalar:
    """The value of a text, number or date as typed; `Unfit` tells how to write it."""
    match item.kind:
        case Kind.INTEGER:
            return _integer(item, typed)
        case Kind.DECIMAL:
            return _decimal(item, typed)
        case Kind.DATE:
            return _date(item, typed)
        case Kind.BOOLEAN:
            return typed in ("true", "on")
    return typed


def _is_answered_by_the_page(item: Item) -> bool:
    return item.kind is not Kind.DISPLAY and not (item.is_read_only or item.is_stored_elsewhere)


def _read_item(item: Item, fields: Fields, name: str, before: Answer) -> Answer:
    is_sent = name in fields or f"{name}/other" in fields
    content = _read_content(item, fields, name) if is_sent else before.content
    unavailable = before.unavailable
    if f"{name}/unavailable" in fields:
        unavailable = _text(fields, f"{name}/unavailable", longest=REASON_MAX)
    return Answer(content, unavailable)


def _read_content(item: Item, fields: Fields, name: str) -> Content | None:
    match item.kind:
        case Kind.ROWS:
            return _read_rows(item, fields, name)
        case Kind.CHOICE | Kind.CHOICES:
            return _read_choice(item, fields, name)
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


def _read_rows(item: Item, fields: Fields, name: str) -> Rows | None:
    rows = []
    for place in _places(fields, name):
        read = {
            child.link_id: _read_item(child, fields, f"{name}/{place}/{child.link_id}", Answer())
            for child in item.children
            if child.kind is not Kind.DISPLAY
        }
        row = Answers().with_answers(read)
        if row.by_id:
            rows.append(row)
    return Rows(tuple(rows)) if rows else None


def _places(fields: Fields, name: str) -> list[int]:
    shape = re.compile(rf"{re.escape(name)}/(\d{{1,4}})/.+", re.ASCII)
    places = {int(found[1]) for each in fields if (found := shape.fullmatch(each))}
    _refuse_unless(len(places) <= ROWS_MAX, f"Cette liste accepte {ROWS_MAX} lignes au plus.")
    return sorted(places)


def _text(fields: Fields, name: str, *, longest: int = LENGTH_MAX) -> str:
    text = "".join(fields.getlist(name)[-1:]).replace("\r\n", "\n")
    _refuse_unless(
        "\0" not in text, "Ce texte contient un caractère nul, que rien ne peut afficher : effacez-le."
    )
    _refuse_unless(
        len(text) <= longest, f"Ce texte est trop long : {longest} caractères au plus, ici {len(text)}."
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


def _date(item: Item, typed: str) -> Scalar:
    try:
        return parse_date(typed, latest=timezone.localdate() if item.is_not_after_today else None)
    except InvalidValue as fault:
        raise Unfit(f"« {item.label} » : {_lower_first(str(fault))}") from fault


def _number_words(item: Item, noun: str, example: str) -> str:
    unit = f" en {_UNITS_IN_WORDS.get(item.unit, item.unit)}" if item.unit else ""
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
