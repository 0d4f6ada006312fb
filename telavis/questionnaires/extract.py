"""A few questions of a form, asked again by themselves: for a complement."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from telavis.questionnaires.definition import Definition, Item, Kind, Series

SECTION = "complement"


def part_of(definition: Definition, link_ids: Collection[str]) -> Definition:
    """A small form of these entries: always shown, without what the rest of the form decides, and without documents.

    Documents come with the message that answers; calculated values follow from answers that are not here.
    """
    chosen = [item for item in definition.entries() if item.link_id in link_ids]
    known = {each.link_id for item in chosen for each in _within(item) if _is_typed(each)}
    kept = tuple(_alone(item, known) for item in chosen if _is_typed(item))
    section = Item(SECTION, Kind.GROUP, children=kept)
    return Definition(
        url=definition.url,
        version=definition.version,
        title=definition.title,
        items=(section,),
        parents=dict(_parents(section)),
    )


def _is_typed(item: Item) -> bool:
    """Is there something to type or to tick, in it or inside it?"""
    if item.kind is Kind.GROUP:
        return any(_is_typed(child) for child in item.children)
    return item.is_asked and not item.is_stored_elsewhere and item.kind is not Kind.ATTACHMENT


def _alone(item: Item, known: Collection[str]) -> Item:
    children = tuple(_alone(child, known) for child in item.children if _is_typed(child))
    conditions = tuple(each for each in item.conditions if each.question in known)
    trends = tuple(each for each in item.trends if _is_known(each, known))
    return replace(item, conditions=conditions, red_flags=(), variables=(), trends=trends, children=children)


def _is_known(series: Series, known: Collection[str]) -> bool:
    """Are all its points asked here?"""
    named = {name for each in series.sources for name in (each.value, each.day, each.times) if name}
    return named <= set(known)


def _within(item: Item) -> Iterator[Item]:
    yield item
    for child in item.children:
        yield from _within(child)


def _parents(item: Item) -> Iterator[tuple[str, str]]:
    for child in item.children:
        yield child.link_id, item.link_id
        yield from _parents(child)
