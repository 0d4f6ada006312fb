"""Words of a form of somebody else: in French where it has them, without signs that turn a line around."""

import re
from collections.abc import Iterator
from typing import Any

from telavis.questionnaires import vocabulary as fhir

Json = dict[str, Any]

TRANSLATION = f"{fhir.HL7}/translation"
TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""They make a label read otherwise than it is written."""


def dicts(value: Any) -> Iterator[Json]:
    """The objects of what should be a list of them."""
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))


def object_of(source: Json, name: str) -> Json:
    value = source.get(name)
    return value if isinstance(value, dict) else {}


def text_of(source: Json, name: str) -> str:
    value = source.get(name)
    return value if isinstance(value, str) else ""


def french(source: Json, name: str) -> str:
    """The translation into French of this element, else the element itself; empty when there is neither."""
    for each in dicts(object_of(source, f"_{name}").get("extension")):
        parts = {text_of(part, "url"): part for part in dicts(each.get("extension"))}
        language, words = text_of(object_of(parts, "lang"), "valueCode"), object_of(parts, "content")
        said = text_of(words, "valueString") or text_of(words, "valueMarkdown")
        if each.get("url") == TRANSLATION and language.split("-")[0] == "fr" and said:
            return clean(said)
    return clean(text_of(source, name))


def clean(text: str) -> str:
    return TURNING.sub("", text)
