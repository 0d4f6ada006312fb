"""One item of a form as a coordinator fills it in, read from FHIR JSON and written back without touching the rest."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from telavis.questionnaires import vocabulary as fhir
from telavis.studio import measuring
from telavis.studio.body_places import body_places, place_of, set_place
from telavis.studio.elements import extension, put, set_extension
from telavis.studio.outline import Json, children, is_help, new_link_id

CODE_SYSTEM = "https://telavis.example/fhir/CodeSystem/reponses"
KINDS: dict[str, str] = {
    "text": "Texte court",
    "long_text": "Texte long",
    "choice": "Un choix dans une liste",
    "choices": "Plusieurs choix dans une liste",
    "body": "Endroit du corps, sur un dessin",
    "boolean": "Case à cocher",
    "integer": "Nombre entier",
    "decimal": "Nombre à virgule",
    "quantity": "Mesure, unité au choix",
    "date": "Date",
    "attachment": "Document ou photo",
    "rows": "Tableau à plusieurs lignes",
    "group": "Groupe de questions",
    "display": "Ligne d’information",
}
"""What may be added, by the words that a page offers."""
SECTION, CALCULATED, OTHER = "section", "calculated", "other"
FAMILIES = (("text", "long_text"), ("choice", "choices"), ("integer", "decimal"))
"""Kinds that may be changed into each other: answers and conditions keep their meaning."""
_TYPES = {
    "text": "string",
    "long_text": "text",
    "choice": "choice",
    "choices": "choice",
    "body": "choice",
    "rows": "group",
    "section": "group",
}
_KINDS_OF_TYPES = {"string": "text", "text": "long_text", "open-choice": "choice"}


@dataclass(frozen=True)
class OptionFacts:
    """One proposed answer. Without code it is new."""

    label: str
    code: str = ""
    group: str = ""
    is_exclusive: bool = False
    red_flag: str = ""
    place: str = ""
    """Where it stands on the body, by the code of a place; `OWN_PLACE` where the form draws it otherwise."""


@dataclass(frozen=True)
class ItemFacts:
    """What a page shows and changes of one item."""

    label: str
    kind: str
    short_label: str = ""
    hint: str = ""
    is_required: bool = False
    is_headline: bool = False
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    slider_step: Decimal | None = None
    whole: Decimal | None = None
    units: tuple[str, ...] = ()
    """Of a quantity, the unit of reference first."""
    substance: str = ""
    example: str = ""
    max_length: int | None = None
    min_count: int = 0
    is_not_after_today: bool = False
    is_warning: bool = False
    accepts_other: bool = False
    other_label: str = ""
    source: str = ""
    options: Sequence[OptionFacts] = field(default_factory=tuple)


def kind_of(item: Json) -> str:
    if extension(item, fhir.CALCULATED_EXPRESSION):
        return CALCULATED
    name = str(item.get("type", ""))
    if name == "group":
        return "rows" if item.get("repeats") else "group"
    if name in ("choice", "open-choice"):
        return "choices" if item.get("repeats") else "choice"
    return _KINDS_OF_TYPES.get(name, name if name in KINDS else OTHER)


def kinds_instead(kind: str) -> tuple[str, ...]:
    """What this kind may become."""
    return next((family for family in FAMILIES if kind in family), (kind,))


def facts_of(item: Json) -> ItemFacts:
    minimum, maximum = measuring.bounds_of(item)
    return ItemFacts(
        label=item.get("text", ""),
        kind=kind_of(item),
        short_label=extension(item, fhir.SHORT_TEXT).get("valueString", ""),
        hint=" ".join(each.get("text", "") for each in item.get("item", ()) if is_help(each)),
        is_required=bool(item.get("required")),
        is_headline=bool(extension(item, fhir.HEADLINE).get("valueBoolean")),
        unit=measuring.unit_of(item),
        minimum=minimum,
        maximum=maximum,
        slider_step=measuring.step_of(item),
        whole=measuring.number_of(item, fhir.PARTS_OF),
        units=measuring.units_of(item) if item.get("type") == "quantity" else (),
        substance=measuring.substance_of(item),
        example=extension(item, fhir.ENTRY_FORMAT).get("valueString", ""),
        max_length=item.get("maxLength"),
        min_count=extension(item, fhir.MIN_OCCURS).get("valueInteger", 0),
        is_not_after_today=bool(extension(item, fhir.NOT_AFTER_TODAY).get("valueBoolean")),
        is_warning=bool(extension(item, fhir.WARNING).get("valueBoolean")),
        accepts_other=item.get("type") == "open-choice",
        other_label=extension(item, fhir.OPEN_LABEL).get("valueString", ""),
        source=extension(item, fhir.CALCULATION_SOURCE).get("valueString", ""),
        options=tuple(_option_facts(each) for each in item.get("answerOption", ())),
    )


def _option_facts(source: Json) -> OptionFacts:
    code = _code_of(source)
    return OptionFacts(
        label=source.get("valueCoding", {}).get("display") or code,
        code=code,
        group=extension(source, fhir.OPTION_GROUP).get("valueString", ""),
        is_exclusive=bool(extension(source, fhir.OPTION_EXCLUSIVE).get("valueBoolean")),
        red_flag=extension(source, fhir.RED_FLAG).get("valueString", ""),
        place=place_of(source),
    )


def blank_item(definition: Json, label: str, kind: str) -> Json:
    """A new item with its linkId; a list has two answers to begin with, a table one column."""
    prefix = "section_" if kind == SECTION else ""
    made: Json = {
        "linkId": new_link_id(definition, label, prefix=prefix),
        "text": label,
        "type": _TYPES.get(kind, kind),
    }
    if kind in ("choices", "body", "rows"):
        made["repeats"] = True
    if kind in ("choice", "choices"):
        options = (OptionFacts("oui"), OptionFacts("non"))
        made["answerOption"] = [_option({}, each, set()) for each in options]
    if kind == "body":
        made["answerOption"] = copy.deepcopy(list(body_places().values()))
    if kind == "quantity":
        measuring.set_units(made, (measuring.FIRST_UNIT,), "")
    return made


def with_facts(item: Json, facts: ItemFacts) -> Json:
    """The item as the page says it; what the page does not speak of stays."""
    made = copy.deepcopy(item)
    made["text"] = facts.label
    if facts.kind not in (CALCULATED, OTHER):
        made["type"] = _TYPES.get(facts.kind, facts.kind)
        put(
            made,
            "repeats",
            facts.kind in ("choices", "rows") or (item.get("repeats") and facts.kind == "attachment"),
        )
    put(made, "required", facts.is_required)
    put(made, "maxLength", facts.max_length)
    set_extension(made, fhir.SHORT_TEXT, "valueString", facts.short_label)
    set_extension(made, fhir.HEADLINE, "valueBoolean", facts.is_headline)
    set_extension(made, fhir.ENTRY_FORMAT, "valueString", facts.example)
    set_extension(made, fhir.MIN_OCCURS, "valueInteger", facts.min_count)
    set_extension(made, fhir.NOT_AFTER_TODAY, "valueBoolean", facts.is_not_after_today)
    set_extension(made, fhir.WARNING, "valueBoolean", facts.is_warning)
    set_extension(made, fhir.OPEN_LABEL, "valueString", facts.other_label if facts.accepts_other else "")
    set_extension(made, fhir.CALCULATION_SOURCE, "valueString", facts.source)
    _set_measure(made, facts)
    _set_hint(made, facts.hint)
    if facts.kind in ("choice", "choices"):
        made["type"] = "open-choice" if facts.accepts_other else "choice"
        _set_options(made, facts.options)
    return made


def _set_measure(item: Json, facts: ItemFacts) -> None:
    if facts.kind == "quantity":
        measuring.set_units(item, facts.units, facts.substance)
    else:
        measuring.set_unit(item, facts.unit)
        measuring.set_step(item, facts.slider_step)
    measuring.set_bounds(item, facts.minimum, facts.maximum)
    measuring.set_whole(item, facts.whole)


def _set_hint(item: Json, hint: str) -> None:
    """One line of help, first inside the item; several that say the same together stay several."""
    if hint == facts_hint(item):
        return
    inside = children(item)
    if hint:
        coding = {"system": fhir.ITEM_CONTROL_SYSTEM, "code": "help"}
        mark = {"url": fhir.ITEM_CONTROL, "valueCodeableConcept": {"coding": [coding]}}
        line = {"linkId": f"{item['linkId']}.aide", "type": "display", "text": hint, "extension": [mark]}
        inside = [line, *inside]
    put(item, "item", inside)


def facts_hint(item: Json) -> str:
    return " ".join(each.get("text", "") for each in item.get("item", ()) if is_help(each))


def _set_options(item: Json, options: Sequence[OptionFacts]) -> None:
    known = {_code_of(each): each for each in item.get("answerOption", ())}
    taken = {each.code for each in options if each.code}
    item["answerOption"] = []
    for each in options:
        made = _option(known.get(each.code, {}), each, taken)
        taken.add(_code_of(made))
        item["answerOption"].append(made)


def _code_of(option: Json) -> str:
    """What names it: a code, a name without code, or a value that is neither, as in forms of somebody else."""
    coding = option.get("valueCoding", {})
    plain = next((option[name] for name in option if name.startswith("value") and name != "valueCoding"), "")
    return str(coding.get("code") or coding.get("display") or plain)


def _option(known: Json, facts: OptionFacts, taken: set[str]) -> Json:
    made = copy.deepcopy(known)
    if known and facts.label == _option_facts(known).label:
        return _with_marks(made, facts)
    for name in [name for name in made if name.startswith("value") and name != "valueCoding"]:
        del made[name]  # a value that is worded otherwise is another answer
    coding = made.setdefault("valueCoding", {"system": CODE_SYSTEM})
    if not coding.get("code"):
        coding["code"] = new_link_id({"item": [{"linkId": code} for code in taken]}, facts.label)
    coding["display"] = facts.label
    return _with_marks(made, facts)


def _with_marks(made: Json, facts: OptionFacts) -> Json:
    set_extension(made, fhir.OPTION_GROUP, "valueString", facts.group)
    set_extension(made, fhir.OPTION_EXCLUSIVE, "valueBoolean", facts.is_exclusive)
    set_extension(made, fhir.RED_FLAG, "valueString", facts.red_flag)
    set_place(made, facts.place)
    return made
