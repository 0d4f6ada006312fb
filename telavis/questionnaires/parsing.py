"""From a FHIR R4 Questionnaire (JSON) to a `Definition`; what cannot be understood is named, never dropped."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import Any

from telavis.questionnaires import bounds
from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.beginning import faults_of_beginnings
from telavis.questionnaires.calculation.scope import beginnings, calculations
from telavis.questionnaires.definition import (
    Condition,
    Definition,
    Expression,
    Item,
    Kind,
    Operator,
    RedFlagRule,
    Scalar,
)
from telavis.questionnaires.drawn import drawn, faults_of_drawn
from telavis.questionnaires.extensions import Extensions, Json
from telavis.questionnaires.invalid import WHOLE_FORM, Fault, InvalidDefinition
from telavis.questionnaires.measured import faults_of_units, in_reference, measured, quantity
from telavis.questionnaires.options import initial_of, moment, options_of
from telavis.questionnaires.shapes import check_shape

_LINK_ID = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_CALCULABLE = (Kind.INTEGER, Kind.DECIMAL, Kind.TEXT, Kind.LONG_TEXT, Kind.BOOLEAN)
_SIMPLE = {
    "display": Kind.DISPLAY,
    "string": Kind.TEXT,
    "text": Kind.LONG_TEXT,
    "integer": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "quantity": Kind.QUANTITY,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "dateTime": Kind.MOMENT,
    "boolean": Kind.BOOLEAN,
    "attachment": Kind.ATTACHMENT,
    "url": Kind.TEXT,
    "reference": Kind.TEXT,
}
CALCULABLE_TYPES = frozenset(name for name, kind in _SIMPLE.items() if kind in _CALCULABLE) - {
    "url",
    "reference",
}
_ELEMENTS = {"url": "valueUri", "reference": "valueReference"}
_CHOSEN = {"radio-button", "drop-down"}
_HELP = {"help", "flyover"}
_WEIGHT_MAX = 10


def parse(definition: Any) -> Definition:
    """Read a complete (assembled) Questionnaire; `InvalidDefinition` tells all that is wrong with it."""
    check_shape(definition)
    faults: list[Fault] = []
    items = _items(definition, faults)
    _raise_any(faults)
    items = in_reference(items)
    parents = dict(_parents(items, parent=None))
    form = Definition(
        url=definition.get("url", ""),
        version=definition.get("version", ""),
        title=definition.get("title", ""),
        items=items,
        parents=parents,
        variables=_expressions(definition, fhir.VARIABLE, "variable"),
    )
    _raise_any([*_repeated_link_ids(form), *_faults_in_rows(form), *_faults_of_calculated(form)])
    _raise_any(list(faults_of_beginnings(form)))
    _raise_any([*_unknown_questions(form), *faults_of_drawn(form)])
    found = {each.item.link_id: each for each in calculations(form)}
    _raise_any(
        list(faults_of_units(form, dict.fromkeys(read for each in found.values() for read in each.reads)))
    )
    order = _in_order(form, {link_id: each.reads for link_id, each in found.items()})
    sorted_out = tuple(found[link_id] for link_id in order if link_id in found)
    return replace(form, calculations=sorted_out, beginnings=tuple(beginnings(form)))


def _raise_any(faults: list[Fault]) -> None:
    if faults:
        raise InvalidDefinition.of(faults)


def _items(source: Json, faults: list[Fault]) -> tuple[Item, ...]:
    """Those inside; each that cannot be read adds its faults, and the reading goes on."""
    read = []
    for each in source.get("item", ()):
        if _is_help(each):
            continue
        try:
            read.append(_item(each, faults))
        except InvalidDefinition as refused:
            faults.extend(refused.faults)
    return tuple(read)


def _item(source: Json, faults: list[Fault]) -> Item:
    link_id = _link_id(source)
    kind = _kind(source)
    extensions = Extensions(source)
    return Item(
        link_id=link_id,
        kind=kind,
        text=" ".join(part for part in (source.get("prefix"), source.get("text")) if part),
        short_text=extensions.text(fhir.SHORT_TEXT, "valueString"),
        read_as=extensions.text(fhir.READ_AS, "valueString"),
        hint=_hint(source),
        is_required=bool(source.get("required")),
        weight=_weight(extensions, link_id),
        is_read_only=bool(source.get("readOnly")),
        is_hidden=extensions.flag(fhir.HIDDEN),
        is_stored_elsewhere=extensions.flag(fhir.STORED_ELSEWHERE),
        is_warning=extensions.flag(fhir.WARNING),
        is_headline=extensions.flag(fhir.HEADLINE),
        is_not_after_today=extensions.flag(fhir.NOT_AFTER_TODAY),
        min_length=extensions.first(fhir.MIN_LENGTH, "valueInteger") or 0,
        max_length=source.get("maxLength"),
        **drawn(kind, extensions),
        **measured(kind, extensions, link_id),
        example=extensions.text(fhir.ENTRY_FORMAT, "valueString"),
        min_count=extensions.first(fhir.MIN_OCCURS, "valueInteger") or 0,
        max_count=extensions.first(fhir.MAX_OCCURS, "valueInteger"),
        options=options_of(source, kind),
        accepts_other=source.get("type") == "open-choice",
        other_label=extensions.text(fhir.OPEN_LABEL, "valueString"),
        support_link=_support_link(extensions, link_id),
        conditions=tuple(_condition(each, link_id) for each in source.get("enableWhen", ())),
        needs_all_conditions=source.get("enableBehavior", "all") == "all",
        red_flags=tuple(_red_flag(each, link_id) for each in extensions.all(fhir.RED_FLAG)),
        **_calculation(source, link_id),
        children=_items(source, faults),
        initial=initial_of(source, kind),
        element=_ELEMENTS.get(source["type"], ""),
        asked_under=extensions.text(fhir.ASKED_UNDER, "valueString"),
        is_one_question=extensions.flag(fhir.ONE_QUESTION),
    )


def _support_link(extensions: Extensions, link_id: str) -> str:
    address = extensions.text(fhir.SUPPORT_LINK, "valueUri")
    if address and not address.startswith(("https://", "http://")):
        raise InvalidDefinition(link_id, f"Le lien d’aide « {address} » n’est pas une adresse du Web.")
    return address


def _weight(extensions: Extensions, link_id: str) -> int:
    weight: int | None = extensions.first(fhir.COMPLETENESS_WEIGHT, "valueInteger")
    if weight is not None and not 1 <= weight <= _WEIGHT_MAX:
        raise InvalidDefinition(link_id, f"Un poids est un nombre entier de 1 à {_WEIGHT_MAX}.")
    return 1 if weight is None else weight


def _link_id(source: Json) -> str:
    link_id: str = source.get("linkId", "")
    if not _LINK_ID.fullmatch(link_id) or len(link_id) > bounds.LINK_ID:
        raise InvalidDefinition(
            link_id,
            f"Un identifiant (linkId) a de 1 à {bounds.LINK_ID} caractères, sans espace au bord ni retour à la ligne.",
        )
    return link_id


def _kind(source: Json) -> Kind:
    link_id, name, repeats = source["linkId"], source.get("type", ""), bool(source.get("repeats"))
    if name == "group":
        return Kind.ROWS if repeats else Kind.GROUP
    if name in ("choice", "open-choice"):
        if "answerValueSet" in source or not source.get("answerOption"):
            raise InvalidDefinition(
                link_id, "Une question à choix a besoin de ses réponses proposées (answerOption)."
            )
        kind = Kind.CHOICES if repeats else Kind.CHOICE
    elif name == "boolean" and _controls(source) & _CHOSEN:
        kind = Kind.CHOICE
    elif name in _SIMPLE:
        kind = _SIMPLE[name]
        if repeats and kind is not Kind.ATTACHMENT:
            raise InvalidDefinition(
                link_id, f"Une question de type « {name} » ne peut pas se répéter : placez-la dans une liste."
            )
    else:
        raise InvalidDefinition(link_id, f"Le type de question « {name} » n’est pas pris en charge.")
    if any(not _is_help(child) for child in source.get("item", ())):
        raise InvalidDefinition(
            link_id, "Seul un groupe peut contenir des questions : placez-les après celle-ci."
        )
    return kind


def _condition(source: Json, link_id: str) -> Condition:
    try:
        operator, question = Operator(source["operator"]), source["question"]
        if not isinstance(question, str):
            raise TypeError(question)
        return Condition(question, operator, _scalar(source))
    except (KeyError, TypeError, ValueError) as fault:
        raise InvalidDefinition(
            link_id, "Une condition est incomplète, ou son opérateur n’est pas connu."
        ) from fault


def _scalar(source: Json) -> Scalar:
    name = next(key for key in (*source, "") if key.startswith("answer") or not key)
    value = source[name]
    if name == "answerCoding":
        return str(value.get("code") or value["display"])
    if name == "answerDate":
        return date.fromisoformat(value)
    if name == "answerTime":
        return time.fromisoformat(value)
    if name == "answerDateTime":
        return moment(value)
    if name == "answerDecimal":
        return Decimal(str(value))
    if name == "answerQuantity":
        return quantity(value)
    if name in ("answerBoolean", "answerInteger", "answerString"):
        return value  # type: ignore[no-any-return]
    raise ValueError(name)


def _calculation(source: Json, link_id: str) -> dict[str, Any]:
    """How its value is calculated or begins, if it does, and what it names for those inside it."""
    written = _expressions(source, fhir.CALCULATED_EXPRESSION, link_id)
    at_first = _expressions(source, fhir.INITIAL_EXPRESSION, link_id)
    return {
        "calculation": next(iter(written), None),
        "beginning": next(iter(at_first), None),
        "calculation_source": Extensions(source).text(fhir.CALCULATION_SOURCE, "valueString"),
        "variables": _expressions(source, fhir.VARIABLE, link_id),
    }


def _expressions(source: Json, url: str, owner: str) -> tuple[Expression, ...]:
    written = [each.get("valueExpression", {}) for each in Extensions(source).all(url)]
    for each in written:
        if each.get("language") != "text/fhirpath" or not isinstance(each.get("expression"), str):
            raise InvalidDefinition(owner, "Une expression doit être écrite ici, en text/fhirpath.")
        if url == fhir.VARIABLE and not _NAME.fullmatch(each.get("name", "")):
            raise InvalidDefinition(
                owner, "Le nom d’une variable n’a que des lettres sans accent, des chiffres et _."
            )
    return tuple(Expression(owner, each["expression"], each.get("name", "")) for each in written)


def _red_flag(source: Json, link_id: str) -> RedFlagRule:
    parts = Extensions(source)
    when = tuple(_condition(_named_parts(each), link_id) for each in parts.all("when"))
    sentence = parts.text("sentence", "valueString")
    if not when or not sentence:
        raise InvalidDefinition(link_id, "Une alarme a besoin d’une phrase et d’au moins une condition.")
    return RedFlagRule(sentence, when, parts.first("atLeast", "valueInteger") or len(when))


def _named_parts(source: Json) -> dict[str, Any]:
    """The sub-extensions `question`, `operator`, `answer` in the form of an enableWhen."""
    named: dict[str, Any] = {}
    for part in source.get("extension", ()):
        name, value = next(
            ((key, value) for key, value in part.items() if key.startswith("value")), ("", None)
        )
        is_answer = part.get("url") == "answer"
        named[name.replace("value", "answer", 1) if is_answer else part.get("url", "")] = value
    return named


def _is_help(source: Json) -> bool:
    return source.get("type") == "display" and bool(_controls(source) & _HELP)


def _controls(source: Json) -> set[str]:
    """How the item wishes to be drawn."""
    concepts = [each.get("valueCodeableConcept", {}) for each in Extensions(source).all(fhir.ITEM_CONTROL)]
    return {coding.get("code", "") for concept in concepts for coding in concept.get("coding", ())}


def _hint(source: Json) -> str:
    return " ".join(child.get("text", "") for child in source.get("item", ()) if _is_help(child))


def _parents(items: Iterable[Item], parent: str | None) -> Iterable[tuple[str, str]]:
    for item in items:
        if parent is not None:
            yield item.link_id, parent
        yield from _parents(item.children, item.link_id)


def _repeated_link_ids(form: Definition) -> Iterator[Fault]:
    seen: set[str] = set()
    for item in form.walk():
        if item.link_id in seen:
            yield Fault(item.link_id, "Cet identifiant (linkId) sert deux fois.")
        seen.add(item.link_id)


def _faults_in_rows(form: Definition) -> Iterator[Fault]:
    for item in form.walk():
        is_refused = item.kind in (Kind.ROWS, Kind.ATTACHMENT) or item.is_stored_elsewhere
        if is_refused and form.row_of(item.link_id):
            yield Fault(
                item.link_id, "Une liste ne peut contenir ni liste, ni document, ni réponse de la demande."
            )


def _faults_of_calculated(form: Definition) -> Iterator[Fault]:
    """A calculated value is nobody's to type, and never holds a request back."""
    calculated = [item for item in form.walk() if item.calculation]
    if len(calculated) > bounds.CALCULATIONS:
        sentence = (
            f"Ce formulaire calcule {len(calculated)} valeurs ; il en faut au plus {bounds.CALCULATIONS}."
        )
        yield Fault(WHOLE_FORM, sentence)
    for item in form.walk():
        if item.variables and item.kind not in (Kind.GROUP, Kind.ROWS):
            yield Fault(item.link_id, "Une variable appartient au formulaire ou à un groupe.")
    for item in calculated:
        if item.kind not in _CALCULABLE:
            yield Fault(item.link_id, "Une réponse de ce type ne peut pas être calculée.")
        if not item.is_read_only or item.is_required or item.is_stored_elsewhere:
            yield Fault(
                item.link_id, "Une valeur calculée est en lecture seule (readOnly), et jamais obligatoire."
            )
        if form.row_of(item.link_id):
            yield Fault(item.link_id, "Rien ne se calcule dans une liste.")


def _unknown_questions(form: Definition) -> Iterator[Fault]:
    for item in form.walk():
        flags = [condition for rule in item.red_flags for condition in rule.when]
        named = dict.fromkeys(condition.question for condition in (*item.conditions, *flags))
        for question in (each for each in named if each not in form.by_id):
            yield Fault(
                item.link_id, f"Une condition parle de « {question} », qui n’est pas dans ce formulaire."
            )


def _in_order(form: Definition, reads: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """Every item after those that it depends on: conditions and calculations never turn in a circle."""
    depends: dict[str, set[str]] = {}
    for item in form.walk():
        spoken_of = {condition.question for condition in item.conditions}
        parent = form.parents.get(item.link_id)
        depends[item.link_id] = {*spoken_of, *reads.get(item.link_id, ()), *({parent} if parent else ())}
    try:
        return list(TopologicalSorter(depends).static_order())
    except CycleError as circle:
        turning = circle.args[1]
        what = "Des calculs" if reads.keys() & set(turning) else "Des conditions"
        raise InvalidDefinition(turning[0], f"{what} tournent en rond : {' → '.join(turning)}.") from circle
