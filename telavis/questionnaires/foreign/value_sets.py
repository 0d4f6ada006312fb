"""The answers that a ValueSet inside the form lists; what only a terminology server knows is not looked for."""

from collections.abc import Iterator
from typing import Any

from telavis.questionnaires.foreign.texts import dicts, french, object_of, text_of

Json = dict[str, Any]


def codings_of(form: Json, canonical: str) -> list[Json]:
    """Empty when the list is not in the file, or not whole there."""
    for resource in dicts(form.get("contained")):
        names = (
            f"#{resource.get('id')}",
            resource.get("url"),
            f"{resource.get('url')}|{resource.get('version')}",
        )
        if resource.get("resourceType") == "ValueSet" and canonical in names:
            return list(_expanded(resource)) or list(_composed(resource))
    return []


def _expanded(value_set: Json) -> Iterator[Json]:
    waiting = list(dicts(object_of(value_set, "expansion").get("contains")))[::-1]
    while waiting:
        concept = waiting.pop()
        waiting.extend(list(dicts(concept.get("contains")))[::-1])
        if not concept.get("abstract") and not concept.get("inactive"):
            yield from _coding(concept, text_of(concept, "system"))


def _composed(value_set: Json) -> Iterator[Json]:
    compose = object_of(value_set, "compose")
    parts = list(dicts(compose.get("include")))
    if compose.get("exclude") or any(
        part.get("filter") or part.get("valueSet") or not part.get("concept") for part in parts
    ):
        return
    for part in parts:
        for concept in dicts(part.get("concept")):
            yield from _coding(concept, text_of(part, "system"))


def _coding(concept: Json, system: str) -> Iterator[Json]:
    code = text_of(concept, "code")
    if code:
        designated = [
            each for each in dicts(concept.get("designation")) if text_of(each, "language").startswith("fr")
        ]
        display = text_of(designated[0], "value") if designated else french(concept, "display")
        yield {**({"system": system} if system else {}), "code": code, "display": display or code}
