"""The items of a form of somebody else, as this program asks them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.extensions import Extensions
from telavis.questionnaires.foreign.answering import answered, with_no
from telavis.questionnaires.foreign.findings import Fate
from telavis.questionnaires.foreign.knowledge import BESIDE, CONTROLS, OF_ITEM
from telavis.questionnaires.foreign.notes import Notes
from telavis.questionnaires.foreign.texts import dicts, french, text_of
from telavis.questionnaires.quantities import number_words

Json = dict[str, Any]

OF_THE_FORM = "variable"
"""The owner of the variables of a whole form."""
HIDDEN = {"url": fhir.HIDDEN, "valueBoolean": True}
HELP = {"url": fhir.ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"code": "help"}]}}

ENDS = {"lower": fhir.MIN_VALUE, "upper": fhir.MAX_VALUE}
"""Lines that name the ends of a scale, and the extension that says the number there."""


@dataclass(frozen=True)
class _Place:
    """What stands around an item."""

    is_in_rows: bool = False
    is_hidden: bool = False


class Questions:
    """Reads the items of one form, and notes what it changes."""

    def __init__(self, form: Json, notes: Notes) -> None:
        self._form = form
        self._notes = notes

    def items(self) -> list[Json]:
        return self._items(self._form, _Place())

    def _items(self, source: Json, place: _Place) -> list[Json]:
        return [made for each in dicts(source.get("item")) for made in self._item(each, place)]

    def _item(self, source: Json, place: _Place) -> list[Json]:
        """Usually one; what stands under a question follows it in a group of its own."""
        link_id = text_of(source, "linkId")
        self._tell(source, link_id)
        item = {**source, "linkId": link_id, **self._words(source, link_id)}
        if place.is_hidden:
            item["extension"] = [*source.get("extension", ()), HIDDEN]
        place = replace(place, is_hidden=place.is_hidden or _is_hidden(source))
        match text_of(source, "type"):
            case "group":
                return [self._group(item, place)]
            case "display":
                item.pop("required", None)
                return [{**item, "item": []}, *self._items(source, place)]
        beside = [each for each in dicts(source.get("item")) if _is_beside(each)]
        under = {**source, "item": [each for each in dicts(source.get("item")) if not _is_beside(each)]}
        item["item"] = [self._help(each, source) for each in beside]
        asked = answered(item, self._form, self._notes, is_in_rows=place.is_in_rows)
        if asked:
            asked = with_no(asked)
        inside = self._items(under, place)
        if not inside or asked is None:
            return [*([asked] if asked else []), *inside]
        return [asked, _under(link_id, inside)]

    def _group(self, item: Json, place: _Place) -> Json:
        if item.get("repeats") and place.is_in_rows:
            self._notes.otherwise(item["linkId"], "repeats", "une seule fois dans chaque ligne de la liste")
            item["repeats"] = False
        within = replace(place, is_in_rows=place.is_in_rows or bool(item.get("repeats")))
        return {**item, "item": self._items(item, within)}

    def _help(self, source: Json, question: Json) -> Json:
        link_id = text_of(source, "linkId")
        self._tell(source, link_id)
        others = [each for each in source.get("extension", ()) if each.get("url") != fhir.ITEM_CONTROL]
        said = self._words(source, link_id)
        for code in _controls(source):
            if code in ENDS and (end := Extensions(question).number(ENDS[code])) is not None:
                said["text"] = f"{number_words(end)} = {said.get('text', '')}."
        return {**source, **said, "extension": [*others, HELP]}

    def _words(self, source: Json, link_id: str) -> Json:
        """In French where it has the words; a question without any is named by its identifier."""
        for name in ("text", "prefix"):
            self._notes.tell_turning(text_of(source, name), link_id)
        said = {
            name: french(source, name)
            for name in ("text", "prefix")
            if name in source or f"_{name}" in source
        }
        is_silent = not (said.get("text") or said.get("prefix"))
        if is_silent and text_of(source, "type") not in ("group", "display"):
            self._notes.otherwise(link_id, "text", "sans texte, la question porte son identifiant")
            return {"text": link_id}
        return said

    def _tell(self, source: Json, link_id: str) -> None:
        self._notes.tell_unread(source, OF_ITEM, link_id)
        for option in dicts(source.get("answerOption")):
            self._notes.tell_extensions(option, link_id)
            self._notes.tell_extensions(option.get("valueCoding", {}), link_id)
        for code in _controls(source):
            if code not in CONTROLS:
                self._notes.tell(link_id, f"itemControl {code}", Fate.IGNORED)
            elif CONTROLS[code] and not (code == "slider" and _has_ends(source)):
                self._notes.otherwise(link_id, f"itemControl {code}", CONTROLS[code])


def without_expressions(definition: Json, aside: Collection[tuple[str, str]]) -> Json:
    """The form without these formulas, each by its owner and its text."""
    return {
        "extension": _without(definition, OF_THE_FORM, aside),
        "item": [_item_without(each, aside) for each in definition["item"]],
    }


def _item_without(item: Json, aside: Collection[tuple[str, str]]) -> Json:
    """A question whose value is not calculated is asked."""
    kept = _without(item, text_of(item, "linkId"), aside)
    is_asked_now = _is_calculated(item.get("extension", ())) and not _is_calculated(kept)
    inside = {"extension": kept, "item": [_item_without(each, aside) for each in item.get("item", ())]}
    return {**item, **inside} | ({"readOnly": False} if is_asked_now else {})


def _without(source: Json, owner: str, aside: Collection[tuple[str, str]]) -> list[Json]:
    extensions = source.get("extension", ())
    return [each for each in extensions if (owner, _formula(each)) not in aside]


def _formula(extension: Json) -> str:
    is_formula = extension.get("url") in (
        fhir.CALCULATED_EXPRESSION,
        fhir.INITIAL_EXPRESSION,
        fhir.VARIABLE,
    )
    return text_of(extension.get("valueExpression", {}), "expression") if is_formula else ""


def _is_calculated(extensions: Iterable[Json]) -> bool:
    return any(each.get("url") == fhir.CALCULATED_EXPRESSION for each in extensions)


def _under(question: str, inside: list[Json]) -> Json:
    return {
        "linkId": f"{question}/suite",
        "type": "group",
        "extension": [{"url": fhir.ASKED_UNDER, "valueString": question}],
        "enableWhen": [{"question": question, "operator": "exists", "answerBoolean": True}],
        "item": inside,
    }


def _is_beside(source: Json) -> bool:
    """A line that says something of the question around it, always."""
    controls = _controls(source)
    is_line = text_of(source, "type") == "display" and not source.get("enableWhen")
    return is_line and (not controls or bool(BESIDE & set(controls)))


def _has_ends(source: Json) -> bool:
    """Is there something to slide between?"""
    is_number = text_of(source, "type") in ("integer", "decimal")
    return is_number and all(Extensions(source).number(end) is not None for end in ENDS.values())


def _is_hidden(source: Json) -> bool:
    return any(
        each.get("url") == fhir.HIDDEN and each.get("valueBoolean") is True
        for each in source.get("extension", ())
    )


def _controls(source: Json) -> list[str]:
    concepts = [
        each.get("valueCodeableConcept", {})
        for each in source.get("extension", ())
        if each.get("url") == fhir.ITEM_CONTROL
    ]
    return [text_of(coding, "code") for concept in concepts for coding in concept.get("coding", ())]
