"""Change the words of a form: one item, its place, its conditions and alarms, or all of it from a file; and undo."""

import hashlib
import json
from collections.abc import Callable
from enum import StrEnum

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.questionnaires.foreign.adapting import Adapted
from telavis.studio import outline
from telavis.studio.actions._writing import editable, save, write
from telavis.studio.items import KINDS, SECTION, ItemFacts, blank_item, facts_of, kinds_instead, with_facts
from telavis.studio.loading import adapted_file
from telavis.studio.measuring import reference_of
from telavis.studio.models import FormChange, FormWork
from telavis.studio.outline import Json
from telavis.values.french import join_words
from telavis.values.refused import Refused

CHANGED_MEANWHILE = (
    "Quelqu’un a changé cette question pendant que vous l’aviez ouverte : relisez-la, puis recommencez."
)
CHANGED_SINCE = (
    "Le formulaire a changé depuis que vous l’avez ouvert : regardez le dernier changement, puis recommencez."
)
DESCRIBED_MEANWHILE = (
    "Quelqu’un a changé cette présentation pendant que vous l’aviez ouverte : relisez-la, puis recommencez."
)
COMMON = "Cette question fait partie de toute demande : elle reste telle quelle."


class Rearrangement(StrEnum):
    """What may be done to an item from the outline."""

    UP = "up"
    DOWN = "down"
    DUPLICATE = "duplicate"
    REMOVE = "remove"


def mark_of(item: Json) -> str:
    """Another one as soon as anything of the item has changed."""
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def add_item(
    work: FormWork, label: str, kind: str, *, inside: str = "", after: str = "", by: Actor
) -> tuple[FormWork, str]:
    """A new question at that place; its linkId, made from its label, stays."""
    row = editable(work, by)
    if kind not in KINDS and kind != SECTION:
        raise Refused("Choisissez ce que la question demande.")
    if kind == SECTION and inside:
        raise Refused("Une partie ne tient dans aucune autre.")
    item = blank_item(row.definition, label, kind)
    if kind == "rows" or kind == "group":
        item["item"] = [blank_item({"item": [*row.definition["item"], item]}, "Précision", "text")]
    definition = outline.added(row.definition, item, inside=inside, after=after)
    return write(row, definition, f"« {label} » ajoutée", by=by), item["linkId"]


@transaction.atomic
def change_item(work: FormWork, link_id: str, facts: ItemFacts, *, seen: str, by: Actor) -> FormWork:
    """What the page of an item says; answers that a condition speaks of stay offered."""
    row = editable(work, by)
    item = outline.must_find(row.definition, link_id).item
    if mark_of(item) != seen:
        raise Refused(CHANGED_MEANWHILE)
    if outline.holds_common_part(item) and not item.get("item"):
        raise Refused(COMMON)
    if facts.kind not in kinds_instead(facts_of(item).kind):
        raise Refused("Cette nature ne convient plus : ajoutez une question, et retirez celle-ci.")
    changed = with_facts(item, facts)
    kept = {option.code for option in facts_of(changed).options}
    for option in facts_of(item).options:
        needing = (
            outline.who_needs_answer(row.definition, link_id, option.code) if option.code not in kept else []
        )
        if needing:
            raise Refused(
                f"La réponse « {option.label} » décide de {_quoted(needing)} : changez d’abord cette règle."
            )
    if changed == item:
        return row
    _check_unit(row.definition, item, changed)
    definition = outline.replaced(row.definition, link_id, changed)
    return write(row, definition, f"« {facts.label} » changée", by=by)


@transaction.atomic
def edit_item(
    work: FormWork, link_id: str, make: Callable[[Json], Json], words: str, *, seen: str = "", by: Actor
) -> FormWork:
    """A condition, an alarm or a calculation of one item comes or goes; `words` say what.

    `seen`: the mark of the item on the page, where `make` counts what stood there.
    """
    row = editable(work, by)
    item = outline.must_find(row.definition, link_id).item
    if seen and mark_of(item) != seen:
        raise Refused(CHANGED_MEANWHILE)
    if outline.holds_common_part(item):
        raise Refused(COMMON)
    try:
        made = make(item)
    except IndexError:
        raise Refused(CHANGED_MEANWHILE) from None
    definition = outline.replaced(row.definition, link_id, made)
    return write(row, definition, f"« {item.get('text') or link_id} » : {words}", by=by)


@transaction.atomic
def rearrange(work: FormWork, link_id: str, what: Rearrangement, *, by: Actor) -> tuple[FormWork, str]:
    """Up, down, copied or removed; the linkId of what the reader looks at next."""
    row = editable(work, by)
    item = outline.must_find(row.definition, link_id).item
    label, stays = item.get("text") or link_id, link_id
    match what:
        case Rearrangement.UP:
            definition, words = outline.moved(row.definition, link_id, -1), "montée"
        case Rearrangement.DOWN:
            definition, words = outline.moved(row.definition, link_id, +1), "descendue"
        case Rearrangement.DUPLICATE:
            _check_own(item)
            (definition, stays), words = outline.duplicated(row.definition, link_id), "copiée"
        case Rearrangement.REMOVE:
            _check_own(item)
            _check_free(row.definition, link_id, label)
            definition, words, stays = outline.removed(row.definition, link_id), "retirée", ""
    return write(row, definition, f"« {label} » {words}", by=by), stays


@transaction.atomic
def undo(work: FormWork, *, seen: int | None = None, by: Actor) -> tuple[FormWork, str]:
    """The last change that stands is undone, by one more change; what it was, in words. `seen`: the one on the page."""
    row = editable(work, by)
    last = last_standing(row)
    if last is None:
        raise Refused("Il n’y a rien à annuler.")
    if seen is not None and last.number != seen:
        raise Refused(CHANGED_SINCE)
    return write(row, last.before, f"Annulé : {last.words}", by=by, undoes=last.number), last.words


@transaction.atomic
def load_file(work: FormWork, content: bytes, *, by: Actor) -> tuple[FormWork, Adapted]:
    """The questions of a FHIR file instead of those that stand here, as one change; a refused file changes nothing."""
    row = editable(work, by)
    adapted = adapted_file(row, content)
    if adapted.form is not None and adapted.definition != row.definition:
        row = write(row, adapted.definition, f"Fichier chargé : « {adapted.form.title} »", by=by)
    return row, adapted


@transaction.atomic
def describe(
    work: FormWork,
    *,
    title: str,
    description: str,
    use_for: str,
    not_for: str,
    prerequisites: str,
    seen: str = "",
    by: Actor,
) -> FormWork:
    """What requesters read before they choose the service; the title of a type that exists stays.

    `seen`: the mark of what stood on the page.
    """
    row = editable(work, by)
    if seen and mark_of(said_of(row)) != seen:
        raise Refused(DESCRIBED_MEANWHILE)
    if row.request_type_id is None:
        row.title, row.description = title, description
        row.definition = {**row.definition, "title": title, "description": description}
    row.use_for, row.not_for, row.prerequisites = use_for, not_for, prerequisites
    row.revision += 1  # it is signed with the rest
    save(row, "title", "description", "definition", "use_for", "not_for", "prerequisites", "revision")
    return row


def said_of(work: FormWork) -> Json:
    """What requesters read before they choose the service."""
    names = ("title", "description", "use_for", "not_for", "prerequisites")
    return {name: getattr(work, name) for name in names}


def last_standing(work: FormWork) -> FormChange | None:
    """The newest change that was neither undone nor an undoing."""
    lines = list(work.changes.order_by("-number").values_list("number", "undoes"))
    undone = {undoes for _, undoes in lines if undoes}
    number = next((number for number, undoes in lines if not undoes and number not in undone), None)
    return work.changes.defer("before").get(number=number) if number else None


def _check_own(item: Json) -> None:
    if outline.holds_common_part(item):
        raise Refused(COMMON)


def _check_free(definition: Json, link_id: str, label: str) -> None:
    needing = outline.who_needs(definition, link_id)
    if needing:
        raise Refused(f"« {label} » sert à {_quoted(needing)} : changez-les d’abord.")


def _check_unit(definition: Json, before: Json, after: Json) -> None:
    """Conditions, alarms, formulas and curves that read the number would read it in the other unit."""
    unit = reference_of(before)
    if not unit or unit == reference_of(after):
        return
    label = before.get("text") or before["linkId"]
    needing = outline.who_needs(definition, before["linkId"])
    if outline.speaks_of_itself(before):
        needing.insert(0, f"{label} (alarme)")
    if needing:
        raise Refused(
            f"{_quoted(needing)} : ces règles lisent « {label} » dans son unité d’avant. Retirez-les d’abord, "
            "ou ajoutez une question dans l’autre unité."
        )


def _quoted(labels: list[str]) -> str:
    return join_words([f"« {label} »" for label in labels[:5]])
