"""What stands in one field of a form: its choices, its units, its slider, the answer as one would type it again."""

import re
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from urllib.parse import quote

from django.utils import timezone

from telavis.questionnaires.answers import Chosen, Content, Unreadable, Written
from telavis.questionnaires.body import body_map
from telavis.questionnaires.definition import Item, Kind, Option, Quantity
from telavis.questionnaires.parts import Parts
from telavis.questionnaires.quantities import converted_words, doubt, number_words
from telavis.values.french import NARROW, typographic
from telavis.values.times import moment_words, time_of_day_words
from telavis.web.pieces.form_fields import Choice, ChoiceGroup, Field, Slider, UnitChoice

WIDTHS = {
    Kind.INTEGER: "short",
    Kind.QUANTITY: "quantity",
    Kind.DECIMAL: "short",
    Kind.DATE: "date",
    Kind.TIME: "short",
    Kind.MOMENT: "medium",
}
NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY)
KEYBOARDS = {
    Kind.QUANTITY: "decimal",
    Kind.INTEGER: "numeric",
    Kind.DECIMAL: "decimal",
    Kind.DATE: "numeric",
}


def with_choices(base: Field, item: Item, content: Content | None) -> Field:
    options = item.options or (Option("true", item.text),)
    if isinstance(content, Written):
        ticked: tuple[str, ...] = ("true",) if content.value is True else ()
    else:
        ticked = content.codes if isinstance(content, Chosen) else ()
    groups: dict[str, list[Choice]] = {}
    for option in options:
        choice = Choice(
            id=f"{base.id}-{field_id(quote(option.code, safe=''))}",
            value=option.code,
            label=option.label,
            is_ticked=option.code in ticked,
            is_exclusive=option.is_exclusive,
            red_flag=option.red_flag,
        )
        groups.setdefault(option.group, []).append(choice)
    return replace(
        base,
        groups=tuple(ChoiceGroup(title, tuple(choices)) for title, choices in groups.items()),
        body=body_map(
            item, ticked, {choice.value: choice.id for group in groups.values() for choice in group}
        ),
        is_multiple=item.kind is not Kind.CHOICE,
        other_label=(item.other_label or "Autre") if item.accepts_other else "",
        other=content.other if isinstance(content, Chosen) else "",
    )


def with_parts(base: Field, parts: Parts | None) -> Field:
    return replace(base, parts=parts, told_by="components/form/parts.html") if parts else base


def with_slider(base: Field, item: Item) -> Field:
    low, high, step = (
        f"{each:f}" for each in (item.minimum, item.maximum, item.slider_step) if each is not None
    )
    return replace(base, template="components/form/slider.html", slider=Slider(low, high, step))


def with_units(base: Field, item: Item, content: Content | None) -> Field:
    match content:
        case Written(value=Quantity() as quantity):
            chosen = quantity.unit
            base = replace(base, converted=converted_words(item, quantity), doubt=doubt(item, quantity))
        case Unreadable(unit=chosen):
            pass
        case _:
            chosen = item.unit_code
    ways = [(unit, unit.to_reference) for unit in item.units]
    choices = [
        UnitChoice(
            code=unit.code,
            label=unit.label,
            is_chosen=unit.code == chosen,
            factor=f"{way.factor:f}" if way else "",
            offset=f"{way.offset:f}" if way else "",
        )
        for unit, way in ways
    ]
    if len(choices) < 2:
        return base
    return replace(base, units=tuple(choices), told_by="components/form/quantity_doubt.html")


def typed(content: Content | None) -> str:
    """The answer as one would type it again."""
    match content:
        case Unreadable(raw=raw):
            return raw
        case Written(value=bool()):
            return ""
        case Written(value=Quantity(value=number)):
            return typed(Written(number))
        case Written(value=time() as hour):
            return time_of_day_words(hour).replace(NARROW, " ")
        case Written(value=datetime() as when):
            return moment_words(timezone.localtime(when)).replace(NARROW, " ").replace(" à ", " ")
        case Written(value=date() as day):
            return f"{day:%d/%m/%Y}"
        case Written(value=int() | Decimal() as number):
            return number_words(number).replace("−", "-").replace("\u202f", "")
        case Written(value=text):
            return str(text)
    return ""


def machine_value(content: Content | None) -> str:
    """For the conditions of the page."""
    if isinstance(content, Written) and isinstance(content.value, bool):
        return str(content.value).lower()
    return typed(content)


def hint_of(item: Item) -> str:
    """What the form says of the question, and how its answer is written."""
    if item.kind in (Kind.DATE, Kind.TIME, Kind.MOMENT):
        return item.hint or item.example
    is_text = item.kind in (Kind.TEXT, Kind.LONG_TEXT)
    is_told = is_text or (item.kind in NUMBERS and not _is_a_number(item.example))
    if item.example and is_told:
        return " ".join(part for part in (item.hint, typographic(f"Exemple : {item.example}")) if part)
    return item.hint


def _is_a_number(example: str) -> bool:
    """«12,5» is told only to who did not write one; «jj.m» explains, and is told to all."""
    return example.replace(",", "").replace(".", "").strip().isdecimal()


def field_id(name: str) -> str:
    """No two names have the same: «/» between parts reads «-», any other sign its number."""
    return re.sub(r"[^A-Za-z0-9_/]", lambda sign: f".{ord(sign[0]):02X}", name).replace("/", "-")
