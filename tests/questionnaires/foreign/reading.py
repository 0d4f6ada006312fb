"""The forms of this folder, and answers to all that they ask."""

import json
from pathlib import Path
from typing import Any

from telavis.questionnaires.definition import Definition, Item, Kind
from telavis.questionnaires.foreign.adapting import Adapted, adapt

FOLDER = Path(__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def original(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return read


def adapted(name: str) -> Adapted:
    return adapt(original(name))


def form_named(name: str) -> Definition:
    form = adapted(name).form
    assert form is not None
    return form


def everything(form: Definition) -> dict[str, str]:
    """What somebody types who answers every question; one row in each list."""
    fields: dict[str, str] = {}
    for item in form.walk():
        row = form.row_of(item.link_id)
        prefix = f"{form.by_id[row].field_name}/0/" if row else ""
        if not (
            item.kind in (Kind.GROUP, Kind.DISPLAY, Kind.ATTACHMENT) or item.is_read_only or item.is_hidden
        ):
            fields |= _typed(item, f"{prefix}{item.field_name}")
    return fields


def _typed(item: Item, name: str) -> dict[str, str]:
    match item.kind:
        case Kind.ROWS:
            return {name: ""}
        case Kind.CHOICE | Kind.CHOICES:
            return {name: item.options[0].code}
        case Kind.BOOLEAN:
            return {name: "true"}
        case Kind.QUANTITY:
            return {name: "3", f"{name}/unit": item.units[0].code}
        case Kind.INTEGER | Kind.DECIMAL:
            return {name: "3"}
        case Kind.DATE:
            return {name: "02/03/2026"}
        case Kind.TIME:
            return {name: "14:30"}
        case Kind.MOMENT:
            return {name: "02/03/2026 14:30"}
    return {name: "réponse"}
