"""The answers that a question proposes, of every type that FHIR allows, and those that it begins with."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from django.utils import timezone

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.body import unknown_regions
from telavis.questionnaires.definition import YES_NO, Kind, Option, Scalar
from telavis.questionnaires.extensions import Extensions, Json
from telavis.questionnaires.invalid import InvalidDefinition
from telavis.values.times import time_of_day_words

T = TypeVar("T")
_CHOICES = (Kind.CHOICE, Kind.CHOICES)
_PLAIN = ("valueString", "valueInteger", "valueTime")
_INITIAL = ("valueString", "valueUri", "valueBoolean", "valueInteger", "valueTime")


def options_of(source: Json, kind: Kind) -> tuple[Option, ...]:
    if kind not in _CHOICES:
        return ()
    if source["type"] == "boolean":
        return YES_NO
    link_id = source["linkId"]
    options = tuple(_option(each, link_id) for each in source.get("answerOption", ()))
    if len({option.code for option in options}) < len(options):
        raise InvalidDefinition(link_id, "Une réponse est proposée deux fois.")
    return options


def initial_of(source: Json, kind: Kind) -> tuple[Scalar, ...]:
    """What stands there before anybody has answered; options by their codes."""
    link_id = source["linkId"]
    selected = [
        _option(each, link_id).code for each in source.get("answerOption", ()) if each.get("initialSelected")
    ]
    written = [_initial(each, kind, link_id) for each in source.get("initial", ())]
    return (*selected, *(each for each in written if each is not None))


def _option(source: Json, link_id: str) -> Option:
    extensions = Extensions(source)
    more: dict[str, Any] = {
        "group": extensions.text(fhir.OPTION_GROUP, "valueString"),
        "is_exclusive": extensions.flag(fhir.OPTION_EXCLUSIVE),
        "red_flag": extensions.text(fhir.RED_FLAG, "valueString"),
        "regions": extensions.codes(fhir.BODY_REGION),
    }
    if unknown := unknown_regions(more["regions"]):
        raise InvalidDefinition(link_id, f"La figure du corps n’a pas de région « {unknown[0]} ».")
    coding = source.get("valueCoding", {})
    if code := coding.get("code") or coding.get("display"):
        label = coding.get("display") or code
        return Option(code, label, coding.get("system", ""), is_coded=bool(coding.get("code")), **more)
    for element in _PLAIN:
        if source.get(element, "") != "":
            code = label = str(source[element])
            if element == "valueTime":
                label = time_of_day_words(_read(time.fromisoformat, code, link_id))
            return Option(code, label, element=element, **more)
    if "valueDate" in source:
        day = _date(source["valueDate"], link_id)
        return Option(day.isoformat(), f"{day:%d/%m/%Y}", element="valueDate", **more)
    raise InvalidDefinition(link_id, "Chaque réponse proposée a besoin d’un code ou d’une valeur.")


def _initial(source: Json, kind: Kind, link_id: str) -> Scalar | None:
    coding = source.get("valueCoding", {})
    if code := coding.get("code") or coding.get("display"):
        return str(code)
    if "valueDate" in source:
        day = _date(source["valueDate"], link_id)
        return day.isoformat() if kind in _CHOICES else day
    if kind is Kind.TIME and "valueTime" in source:
        return _read(time.fromisoformat, source["valueTime"], link_id)
    if kind is Kind.MOMENT and "valueDateTime" in source:
        return _read(moment, source["valueDateTime"], link_id)
    if "valueDecimal" in source:
        return Decimal(str(source["valueDecimal"]))
    value: Scalar | None = next((source[each] for each in _INITIAL if each in source), None)
    if value is None or kind not in _CHOICES:
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def moment(text: str) -> datetime:
    """A FHIR dateTime; without a time zone, that of the site. `ValueError` when it is a day, a month or a year alone."""
    if "T" not in text:
        raise ValueError(text)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else timezone.make_aware(found)


def _date(text: str, link_id: str) -> date:
    return _read(date.fromisoformat, text, link_id)


def _read(reader: Callable[[str], T], text: str, link_id: str) -> T:
    try:
        return reader(text)
    except ValueError as fault:
        raise InvalidDefinition(link_id, f"« {text} » n’est pas une date ou une heure.") from fault
