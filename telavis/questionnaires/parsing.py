"""From a FHIR R4 Questionnaire (JSON) to a `Definition`; what cannot be understood is named, never dropped."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import Any

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.calculation.scope import calculations
from telavis.questionnaires.definition import (
    Condition,
    Definition,
    Expression,
    Item,
    Kind,
    Operator,
    Option,
    RedFlagRule,
    Scalar,
)

Json = Mapping[str, Any]

_LINK_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,79}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_CALCULABLE = (Kind.INTEGER, Kind.DECIMAL, Kind.TEXT, Kind.LONG_TEXT, Kind.BOOLEAN)
_SIMPLE = {
    "display": Kind.DISPLAY,
    "string": Kind.TEXT,
    "text": Kind.LONG_TEXT,
    "integer": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "boolean": Kind.BOOLEAN,
    "attachment": Kind.ATTACHMENT,
}
_DEPTH_MAX = 6


class InvalidDefinition(ValueError):
    """The form cannot be used; the message names the item and says why."""


def parse(definition: Json) -> Definition:
    """Read a complete (assembled) Questionnaire."""
    items = tuple(_item(each, depth=1) for each in definition.get("item", ()))
    parents = dict(_parents(items, parent=None))
    form = Definition(
        url=definition.get("url", ""),
        version=definition.get("version", ""),
        title=definition.get("title", ""),
        items=items,
        parents=parents,
        variables=_expressions(definition, fhir.VARIABLE, "variable"),
    )
    _check_link_ids(form)
    _check_rows(form)
    _check_calculated(form)
    found = {each.item.link_id: each for each in calculations(form)}
    order = _in_order(form, {link_id: each.reads for link_id, each in found.items()})
    return replace(form, calculations=tuple(found[link_id] for link_id in order if link_id in found))


def _item(source: Json, *, depth: int) -> Item:
    link_id = source.get("linkId", "")
    if not _LINK_ID.fullmatch(link_id):
        raise InvalidDefinition(f"linkId «{link_id}»: a letter, then letters, digits, _ . - (80 at most)")
    if depth > _DEPTH_MAX:
        raise InvalidDefinition(f"{link_id}: groups are nested deeper than {_DEPTH_MAX}")
    kind = _kind(source)
    extensions = _Extensions(source)
    unit = extensions.first(fhir.UNIT, "valueCoding") or {}
    return Item(
        link_id=link_id,
        kind=kind,
        text=source.get("text", ""),
        short_text=extensions.text(fhir.SHORT_TEXT, "valueString"),
        hint=_hint(source),
        is_required=bool(source.get("required")),
        is_read_only=bool(source.get("readOnly")),
        is_hidden=extensions.flag(fhir.HIDDEN),
        is_stored_elsewhere=extensions.flag(fhir.STORED_ELSEWHERE),
        is_warning=extensions.flag(fhir.WARNING),
        is_headline=extensions.flag(fhir.HEADLINE),
        is_not_after_today=extensions.flag(fhir.NOT_AFTER_TODAY),
        max_length=source.get("maxLength"),
        minimum=extensions.number(fhir.MIN_VALUE),
        maximum=extensions.number(fhir.MAX_VALUE),
        unit=unit.get("display") or unit.get("code", ""),
        unit_code=unit.get("code", ""),
        example=extensions.text(fhir.ENTRY_FORMAT, "valueString"),
        min_count=extensions.first(fhir.MIN_OCCURS, "valueInteger") or 0,
        max_count=extensions.first(fhir.MAX_OCCURS, "valueInteger"),
        options=tuple(_option(each, link_id) for each in source.get("answerOption", ())),
        accepts_other=source.get("type") == "open-choice",
        other_label=extensions.text(fhir.OPEN_LABEL, "valueString"),
        support_link=extensions.text(fhir.SUPPORT_LINK, "valueUri"),
        conditions=tuple(_condition(each, link_id) for each in source.get("enableWhen", ())),
        needs_all_conditions=source.get("enableBehavior", "all") == "all",
        red_flags=tuple(_red_flag(each, link_id) for each in extensions.all(fhir.RED_FLAG)),
        **_calculation(source, link_id),
        children=tuple(_item(each, depth=depth + 1) for each in source.get("item", ()) if not _is_help(each)),
    )


def _kind(source: Json) -> Kind:
    link_id, name, repeats = source["linkId"], source.get("type", ""), bool(source.get("repeats"))
    if name == "group":
        return Kind.ROWS if repeats else Kind.GROUP
    if name in ("choice", "open-choice"):
        if "answerValueSet" in source or not source.get("answerOption"):
            raise InvalidDefinition(f"{link_id}: a choice needs its answerOption list")
        kind = Kind.CHOICES if repeats else Kind.CHOICE
    elif name in _SIMPLE:
        kind = _SIMPLE[name]
        if repeats and kind is not Kind.ATTACHMENT:
            raise InvalidDefinition(f"{link_id}: a {name} cannot repeat; put it in a repeating group")
    else:
        raise InvalidDefinition(f"{link_id}: the type «{name}» is not supported")
    if any(not _is_help(child) for child in source.get("item", ())):
        raise InvalidDefinition(f"{link_id}: only groups may hold items; put the item after it")
    return kind


def _option(source: Json, link_id: str) -> Option:
    coding, extensions = source.get("valueCoding"), _Extensions(source)
    if not coding or not coding.get("code"):
        raise InvalidDefinition(f"{link_id}: each answerOption needs a valueCoding with a code")
    return Option(
        code=coding["code"],
        label=coding.get("display") or coding["code"],
        system=coding.get("system", ""),
        group=extensions.text(fhir.OPTION_GROUP, "valueString"),
        is_exclusive=extensions.flag(fhir.OPTION_EXCLUSIVE),
        red_flag=extensions.text(fhir.RED_FLAG, "valueString"),
    )


def _condition(source: Json, link_id: str) -> Condition:
    try:
        operator = Operator(source["operator"])
        return Condition(source["question"], operator, _scalar(source))
    except (KeyError, ValueError) as fault:
        raise InvalidDefinition(f"{link_id}: a condition is incomplete or has an unknown operator") from fault


def _scalar(source: Json) -> Scalar:
    name = next(key for key in (*source, "") if key.startswith("answer") or not key)
    value = source[name]
    if name == "answerCoding":
        return str(value["code"])
    if name == "answerDate":
        return date.fromisoformat(value)
    if name == "answerDecimal":
        return Decimal(str(value))
    if name in ("answerBoolean", "answerInteger", "answerString"):
        return value  # type: ignore[no-any-return]
    raise ValueError(name)


def _calculation(source: Json, link_id: str) -> dict[str, Any]:
    """How its value is calculated, if it is, and what it names for those inside it."""
    written = _expressions(source, fhir.CALCULATED_EXPRESSION, link_id)
    return {
        "calculation": next(iter(written), None),
        "calculation_source": _Extensions(source).text(fhir.CALCULATION_SOURCE, "valueString"),
        "variables": _expressions(source, fhir.VARIABLE, link_id),
    }


def _expressions(source: Json, url: str, owner: str) -> tuple[Expression, ...]:
    written = [each.get("valueExpression", {}) for each in _Extensions(source).all(url)]
    for each in written:
        if each.get("language") != "text/fhirpath" or not isinstance(each.get("expression"), str):
            raise InvalidDefinition(f"{owner}: an expression must be written here, in text/fhirpath")
        if url == fhir.VARIABLE and not _NAME.fullmatch(each.get("name", "")):
            raise InvalidDefinition(f"{owner}: a variable needs a name of letters, digits and _")
    return tuple(Expression(owner, each["expression"], each.get("name", "")) for each in written)


def _red_flag(source: Json, link_id: str) -> RedFlagRule:
    parts = _Extensions(source)
    when = tuple(_condition(_named_parts(each), link_id) for each in parts.all("when"))
    sentence = parts.text("sentence", "valueString")
    if not when or not sentence:
        raise InvalidDefinition(f"{link_id}: a red flag needs a sentence and at least one «when»")
    return RedFlagRule(sentence, when, parts.first("atLeast", "valueInteger") or len(when))


def _named_parts(source: Json) -> dict[str, Any]:
    """The sub-extensions `question`, `operator`, `answer` in the form of an enableWhen."""
    named: dict[str, Any] = {}
    for part in source.get("extension", ()):
        name, value = next((key, value) for key, value in part.items() if key.startswith("value"))
        is_answer = part["url"] == "answer"
        named[name.replace("value", "answer", 1) if is_answer else part["url"]] = value
    return named


def _is_help(source: Json) -> bool:
    codings = (_Extensions(source).first(fhir.ITEM_CONTROL, "valueCodeableConcept") or {}).get("coding", ())
    return source.get("type") == "display" and any(
        each.get("code") in ("help", "flyover") for each in codings
    )


def _hint(source: Json) -> str:
    return " ".join(child.get("text", "") for child in source.get("item", ()) if _is_help(child))


def _parents(items: Iterable[Item], parent: str | None) -> Iterable[tuple[str, str]]:
    for item in items:
        if parent is not None:
            yield item.link_id, parent
        yield from _parents(item.children, item.link_id)


def _check_link_ids(form: Definition) -> None:
    seen: set[str] = set()
    for item in form.walk():
        if item.link_id in seen:
            raise InvalidDefinition(f"{item.link_id}: this linkId is used twice")
        seen.add(item.link_id)


def _check_rows(form: Definition) -> None:
    for item in form.walk():
        is_refused = item.kind in (Kind.ROWS, Kind.ATTACHMENT) or item.is_stored_elsewhere
        if is_refused and form.row_of(item.link_id):
            raise InvalidDefinition(f"{item.link_id}: this cannot stand inside a repeating group")


def _check_calculated(form: Definition) -> None:
    """A calculated value is nobody's to type, and never holds a request back."""
    for item in form.walk():
        if item.variables and item.kind not in (Kind.GROUP, Kind.ROWS):
            raise InvalidDefinition(f"{item.link_id}: a variable belongs to the form or to a group")
        if item.calculation is None:
            continue
        if item.kind not in _CALCULABLE:
            raise InvalidDefinition(
                f"{item.link_id}: an answer of the type «{item.kind}» cannot be calculated"
            )
        if not item.is_read_only or item.is_required or item.is_stored_elsewhere:
            raise InvalidDefinition(f"{item.link_id}: a calculated item is readOnly, and not required")
        if form.row_of(item.link_id):
            raise InvalidDefinition(f"{item.link_id}: nothing is calculated inside a repeating group")


def _in_order(form: Definition, reads: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """Every item after those that it depends on: conditions and calculations never turn in a circle."""
    depends: dict[str, set[str]] = {}
    for item in form.walk():
        spoken_of = {condition.question for condition in item.conditions}
        flags = {condition.question for rule in item.red_flags for condition in rule.when}
        unknown = sorted((spoken_of | flags) - form.by_id.keys())
        if unknown:
            raise InvalidDefinition(
                f"{item.link_id}: a condition speaks of «{unknown[0]}», which is not here"
            )
        parent = form.parents.get(item.link_id)
        depends[item.link_id] = {*spoken_of, *reads.get(item.link_id, ()), *({parent} if parent else ())}
    try:
        return list(TopologicalSorter(depends).static_order())
    except CycleError as circle:
        what = "calculations" if reads.keys() & set(circle.args[1]) else "conditions"
        raise InvalidDefinition(f"{what} turn in a circle: {' → '.join(circle.args[1])}") from circle


class _Extensions:
    """The extensions of one element, by address."""

    def __init__(self, source: Json) -> None:
        self._all = source.get("extension", ())

    def all(self, url: str) -> list[Json]:
        return [each for each in self._all if each.get("url") == url]

    def first(self, url: str, value: str) -> Any:
        return next((each.get(value) for each in self.all(url)), None)

    def text(self, url: str, value: str) -> str:
        return self.first(url, value) or ""

    def flag(self, url: str) -> bool:
        return self.first(url, "valueBoolean") is True

    def number(self, url: str) -> Decimal | None:
        found = next(iter(self.all(url)), {})
        value = found.get("valueDecimal", found.get("valueInteger"))
        return None if value is None else Decimal(str(value))
