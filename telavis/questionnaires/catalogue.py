"""The forms that come with the program: the files of `definitions/`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telavis.questionnaires.assembly import assemble, canonical_of

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
    parts = [_read(path) for path in sorted((folder / "parts").glob("*.json"))]
    by_canonical = {canonical_of(part): part for part in parts}
    for entry in json.loads((folder / "request_types.json").read_text("utf-8")):
        form = _read(folder / f"{entry['code']}.json")
        yield CatalogueEntry(
            code=entry["code"],
            title=form["title"],
            description=form["description"],
            icon=entry["icon"],
            definition=assemble(form, by_canonical),
        )


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read
