"""Whether a definition may stand: that it can be read at all, and what it still lacks before it may be signed."""

from collections.abc import Iterator

from telavis.questionnaires.calculation.expressions import check
from telavis.questionnaires.calculation.trial import too_slow
from telavis.questionnaires.definition import Definition, Item, Kind
from telavis.questionnaires.invalid import Fault, InvalidDefinition
from telavis.questionnaires.parsing import parse
from telavis.studio.outline import COMMON_PART, Json
from telavis.values.refused import Refused


def readable(definition: Json) -> Definition:
    """Read, with its expressions; a sentence when it cannot be."""
    try:
        read = parse(definition)
        check(read)
    except InvalidDefinition as invalid:
        raise Refused(f"Ce changement ne tient pas. {invalid.faults[0].sentence}") from invalid
    return read


def faults(definition: Definition) -> list[Fault]:
    return list(_faults(definition))


def fault_of_speed(definition: Definition) -> Fault | None:
    """The first formula for which a page would wait in vain; each is tried, which takes its time: once, before anybody signs."""
    for expression, _ in too_slow(definition):
        item = definition.by_id.get(expression.owner)
        name = item.label if item else definition.title
        return Fault(expression.owner, f"« {name} » : la formule est trop longue à évaluer.")
    return None


def _faults(definition: Definition) -> Iterator[Fault]:
    for link_id in COMMON_PART:
        item = definition.by_id.get(link_id)
        if item is None or not item.is_stored_elsewhere:
            yield Fault("", f"Il manque la question « {link_id} », que toute demande pose.")
        elif not _is_always_asked(definition, item):
            yield Fault(
                link_id, f"« {item.label} » est demandée toujours : sa partie ne peut pas avoir de condition."
            )
    if not any(item.kind is Kind.GROUP for item in definition.items):
        yield Fault("", "Le formulaire n’a aucune partie.")
    for item in definition.walk():
        yield from _faults_of(item)


def _is_always_asked(definition: Definition, item: Item) -> bool:
    """Neither it nor what is around it waits for another answer, or is hidden."""
    parent = definition.parents.get(item.link_id)
    if item.conditions or item.is_hidden:
        return False
    return parent is None or _is_always_asked(definition, definition.by_id[parent])


def _faults_of(item: Item) -> Iterator[Fault]:
    name = item.label or item.link_id
    if not item.text.strip():
        yield Fault(item.link_id, f"« {name} » n’a pas de libellé.")
    if item.kind in (Kind.GROUP, Kind.ROWS) and not item.children:
        yield Fault(item.link_id, f"« {name} » ne contient aucune question.")
    if item.kind in (Kind.CHOICE, Kind.CHOICES):
        labels = [(option.group, option.label.strip().casefold()) for option in item.options]
        if len(labels) != len(set(labels)):
            yield Fault(item.link_id, f"« {name} » propose deux fois la même réponse.")
        if len(labels) < 2 and not item.accepts_other:
            yield Fault(item.link_id, f"« {name} » ne propose qu’une réponse.")
    if item.minimum is not None and item.maximum is not None and item.minimum > item.maximum:
        yield Fault(item.link_id, f"« {name} » : la plus petite valeur dépasse la plus grande.")
