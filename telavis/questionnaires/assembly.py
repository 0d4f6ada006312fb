"""Puts a form together: a part that many forms share (the «tronc commun») is written once and taken in by each.

A display item with the SDC extension `subQuestionnaire` (canonical «url|version») is replaced by the items of that
Questionnaire. The result is complete by itself; `assembledFrom` keeps where its parts come from.
"""

from collections.abc import Mapping
from typing import Any

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.invalid import InvalidDefinition

Json = Mapping[str, Any]


def assemble(form: Json, parts: Mapping[str, Json]) -> dict[str, Any]:
    """The complete Questionnaire; `parts` are the shareable ones by canonical address."""
    items: list[Any] = []
    sources: list[str] = []
    for item in form.get("item", ()):
        canonical = _part_of(item)
        if canonical is None:
            items.append(item)
            continue
        if canonical not in parts:
            raise InvalidDefinition(
                item["linkId"], f"La partie « {canonical} » n’est pas parmi les définitions."
            )
        sources.append(canonical)
        items.extend(parts[canonical].get("item", ()))
    origins = [{"url": fhir.ASSEMBLED_FROM, "valueCanonical": source} for source in sources]
    return {**form, "extension": [*form.get("extension", ()), *origins], "item": items}


def is_assembled(form: Json) -> bool:
    """Does it hold the parts that it shares with others?"""
    return any(each.get("url") == fhir.ASSEMBLED_FROM for each in form.get("extension", ()))


def canonical_of(form: Json) -> str:
    return f"{form['url']}|{form['version']}"


def _part_of(item: Json) -> str | None:
    marks = (each for each in item.get("extension", ()) if each.get("url") == fhir.SUB_QUESTIONNAIRE)
    return next((mark["valueCanonical"] for mark in marks), None)
