"""The forms that come with the program: the files of `definitions/`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.assembly import assemble, canonical_of

COMMON_PART = "tronc-commun"
FOLDER = Path(__file__).parent / "definitions"


@dataclass(frozen=True)
class CatalogueEntry:
    """One type of request and its complete form."""

    code: str
    title: str
    description: str
    icon: str
    definition: dict[str, Any]


def shipped(folder: Path = FOLDER) -> Iterator[CatalogueEntry]:
    """The types of request, in the order in which they are shown."""
    by_canonical = _parts(folder)
    for entry in json.loads((folder / "request_types.json").read_text("utf-8")):
        form = _read(folder / f"{entry['code']}.json")
        yield CatalogueEntry(
            code=entry["code"],
            title=form["title"],
            description=form["description"],
            icon=entry["icon"],
            definition=assemble(form, by_canonical),
        )


def with_common_part(form: Mapping[str, Any]) -> dict[str, Any]:
    """The form behind what every request asks: the question, the wished delay, the agreement."""
    parts = _parts(FOLDER)
    (canonical,) = parts
    mark = {"url": fhir.SUB_QUESTIONNAIRE, "valueCanonical": canonical}
    common = {"linkId": COMMON_PART, "type": "display", "extension": [mark]}
    return assemble({**form, "item": [common, *form.get("item", ())]}, parts)


def _parts(folder: Path) -> dict[str, dict[str, Any]]:
    """What several forms share, by canonical address."""
    parts = [_read(path) for path in sorted((folder / "parts").glob("*.json"))]
    return {canonical_of(part): part for part in parts}


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


def common_part(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """The sections that every request answers, whatever it asks for."""
    items: list[dict[str, Any]] = _read(folder / "parts" / "tronc-commun.json")["item"]
    return items
