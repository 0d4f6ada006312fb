"""A definition as FHIR JSON, taken apart and put together: items found, added, moved, copied, removed.

Every function gives back a new definition; none of them writes.
"""

import copy
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from telavis.questionnaires import vocabulary as fhir
from telavis.values.refused import Refused

Json = dict[str, Any]
LONGEST_ID = 40
COMMON_PART = ("delai", "information_patient")
"""What the request itself keeps: a form without these cannot be sent."""


@dataclass(frozen=True)
class Place:
    """An item, the list that holds it, where in it, and the group around."""

    item: Json
    siblings: list[Json]
    index: int
    parent: Json | None


def walk(items: list[Json]) -> Iterator[Json]:
    """Every item but the lines of help, which belong to the one that holds them."""
    for item in items:
        yield item
        yield from walk(children(item))


def children(item: Json) -> list[Json]:
    return [child for child in item.get("item", ()) if not is_help(child)]


def is_help(item: Mapping[str, Any]) -> bool:
    return item.get("type") == "display" and any(
        coding.get("code") in ("help", "flyover")
        for each in item.get("extension", ())
        if each.get("url") == fhir.ITEM_CONTROL
        for coding in each.get("valueCodeableConcept", {}).get("coding", ())
    )


def find(definition: Json, link_id: str) -> Place | None:
    return _find(definition.setdefault("item", []), link_id, None)


def _find(items: list[Json], link_id: str, parent: Json | None) -> Place | None:
    for index, item in enumerate(items):
        if item.get("linkId") == link_id:
            return Place(item, items, index, parent)
        found = _find(item.get("item", []), link_id, item)
        if found:
            return found
    return None


def must_find(definition: Json, link_id: str) -> Place:
    found = find(definition, link_id)
    if found is None:
        raise Refused("Cette question n’est plus dans le formulaire.")
    return found


def link_ids(definition: Json) -> set[str]:
    return {str(item.get("linkId", "")) for item in _walk_all(definition.get("item", []))}


def _walk_all(items: list[Json]) -> Iterator[Json]:
    for item in items:
        yield item
        yield from _walk_all(item.get("item", []))


def new_link_id(definition: Json, label: str, *, prefix: str = "") -> str:
    """From the words of the label, once and for ever: answers and conditions know the item by it."""
    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_ID].strip("_")
    base = f"{prefix}{slug}" if slug[:1].isalpha() or prefix else f"question_{slug}".rstrip("_")
    taken, number, candidate = link_ids(definition), 1, base
    while candidate in taken:
        number += 1
        candidate = f"{base}_{number}"
    return candidate


def added(definition: Json, item: Json, *, inside: str = "", after: str = "") -> Json:
    """`after` an item, or at the end of the group `inside`; without either at the end of the form."""
    made = copy.deepcopy(definition)
    if after:
        place = must_find(made, after)
        place.siblings.insert(place.index + 1, item)
    elif inside:
        must_find(made, inside).item.setdefault("item", []).append(item)
    else:
        made.setdefault("item", []).append(item)
    return made


def replaced(definition: Json, link_id: str, item: Json) -> Json:
    made = copy.deepcopy(definition)
    place = must_find(made, link_id)
    place.siblings[place.index] = item
    return made


def moved(definition: Json, link_id: str, step: int) -> Json:
    """One place up (-1) or down (+1); at the edge of a section, into the next one."""
    made = copy.deepcopy(definition)
    place = must_find(made, link_id)
    first = sum(1 for each in place.siblings if is_help(each))
    target = place.index + step
    if first <= target < len(place.siblings):
        place.siblings[place.index], place.siblings[target] = (
            place.siblings[target],
            place.siblings[place.index],
        )
        return made
    sections = made["item"]
    around = next((at for at, section in enumerate(sections) if section is place.parent), None)
    if around is None or not 0 <= around + step < len(sections) or not _is_section(sections[around + step]):
        raise Refused("Cette question est déjà au bord du formulaire.")
    neighbour = sections[around + step].setdefault("item", [])
    del place.siblings[place.index]
    neighbour.insert(len(neighbour) if step < 0 else 0, place.item)
    return made


def _is_section(item: Json) -> bool:
    return item.get("type") == "group" and not item.get("repeats")


def removed(definition: Json, link_id: str) -> Json:
    made = copy.deepcopy(definition)
    place = must_find(made, link_id)
    del place.siblings[place.index]
    return made


def duplicated(definition: Json, link_id: str) -> tuple[Json, str]:
    """A copy right after it, with linkIds of its own; what speaks of the original inside the copy speaks of the copy."""
    made = copy.deepcopy(definition)
    place = must_find(made, link_id)
    twin = copy.deepcopy(place.item)
    names: dict[str, str] = {}
    for item in _walk_all([twin]):
        names[item["linkId"]] = _free(f"{item['linkId']}_copie", link_ids(made) | set(names.values()))
    for item in _walk_all([twin]):
        item["linkId"] = names[item["linkId"]]
        for condition in item.get("enableWhen", ()):
            condition["question"] = names.get(condition["question"], condition["question"])
        for each in item.get("extension", ()):
            _rename(each, names)
    if twin.get("text"):
        twin["text"] = f"{twin['text']} (copie)"
    place.siblings.insert(place.index + 1, twin)
    return made, twin["linkId"]


NAMED_BY = {"question", "value", "day", "times", fhir.ASKED_UNDER}
"""The extensions, or parts of one, whose text is a linkId: of alarms and curves."""


def _rename(extension: Json, names: Mapping[str, str]) -> None:
    """An alarm, a curve or a formula speaks of these items by their new names."""
    if extension.get("url") in NAMED_BY and "valueString" in extension:
        extension["valueString"] = names.get(extension["valueString"], extension["valueString"])
    if formula := extension.get("valueExpression", {}).get("expression"):
        quoted = re.sub(r"'((?:[^'\\]|\\.)*)'", lambda found: f"'{names.get(found[1], found[1])}'", formula)
        extension["valueExpression"] = {**extension["valueExpression"], "expression": quoted}
    for part in extension.get("extension", ()):
        _rename(part, names)


def _free(base: str, taken: set[str]) -> str:
    number, candidate = 1, base
    while candidate in taken:
        number += 1
        candidate = f"{base}{number}"
    return candidate


def holds_common_part(item: Json) -> bool:
    """Does it, or something in it, live in the request itself?"""
    stored = (
        each.get("url") == fhir.STORED_ELSEWHERE
        for one in _walk_all([item])
        for each in one.get("extension", ())
    )
    return any(stored)


def who_needs(definition: Json, link_id: str) -> list[str]:
    """The labels of the items whose condition, alarm or calculation speaks of this one or of what it holds."""
    place = must_find(definition, link_id)
    inside = {str(each["linkId"]) for each in _walk_all([place.item])}
    return [
        str(item.get("text") or item["linkId"])
        for item in _walk_all(definition.get("item", []))
        if item["linkId"] not in inside and _speaks_of(item) & inside
    ]


def who_needs_answer(definition: Json, link_id: str, code: str) -> list[str]:
    """The labels of the items whose condition, alarm or calculation speaks of this answer of that question."""
    items = list(_walk_all(definition.get("item", [])))
    is_read = any(link_id in _quoted_in(each) for each in (definition, *items))
    return [
        str(item.get("text") or item["linkId"])
        for item in items
        if (link_id, code) in _answers_spoken_of(item) or (is_read and code in _quoted_in(item))
    ]


def _answers_spoken_of(item: Json) -> set[tuple[str, str]]:
    spoken = {(each.get("question"), _named(each, "answer")) for each in item.get("enableWhen", ())}
    for flag in item.get("extension", ()):
        for when in flag.get("extension", ()) if flag.get("url") == fhir.RED_FLAG else ():
            parts = {part.get("url"): part for part in when.get("extension", ())}
            question = parts.get("question", {}).get("valueString")
            spoken.add((question, _named(parts.get("answer", {}), "value")))
    return spoken


def _named(source: Json, prefix: str) -> str:
    """The answer that a condition compares with, as the option that it is has it: a code, a name, or a value."""
    value = next((each for name, each in source.items() if name.startswith(prefix)), "")
    coding = value if isinstance(value, dict) else {}
    return str(coding.get("code") or coding.get("display") or value)


def speaks_of_itself(item: Json) -> bool:
    """By an alarm."""
    return item["linkId"] in _speaks_of(item)


def _speaks_of(item: Json) -> set[str]:
    spoken = {str(each.get("question")) for each in item.get("enableWhen", ())} | _quoted_in(item)
    for each in item.get("extension", ()):
        if each.get("url") == fhir.RED_FLAG:
            spoken |= {
                str(part.get("valueString"))
                for when in each.get("extension", ())
                for part in when.get("extension", ())
                if part.get("url") == "question"
            }
        if each.get("url") == fhir.TREND:
            spoken |= {
                str(part.get("valueString"))
                for point in each.get("extension", ())
                for part in point.get("extension", ())
            }
    return spoken


def _quoted_in(item: Json) -> set[str]:
    """What the formulas of an item, or of the form, name: linkIds and codes of answers."""
    formulas = (each.get("valueExpression", {}).get("expression", "") for each in item.get("extension", ()))
    return {found for formula in formulas for found in re.findall(r"'((?:[^'\\]|\\.)*)'", formula)}
