"""Numbers whose unit the form fixes: an answer goes from one form to another only where both ask it in the same unit.

A number whose unit is chosen keeps it beside it, and is converted; any other has none but that of its question.
"""

from collections.abc import Mapping

from telavis.questionnaires.answers import Answers
from telavis.questionnaires.definition import Definition, Item, Kind

Measures = Mapping[str, str]
"""linkId → the unit of its question, empty where it says none."""

_BARE = (Kind.INTEGER, Kind.DECIMAL)


def measures_of(item: Item | None) -> Measures:
    """Of a question, or of each column of a list."""
    asked = (item, *item.cells) if item else ()
    return {each.link_id: each.unit_code or each.unit for each in asked if each.kind in _BARE}


def is_measured_otherwise(item: Item, before: Measures) -> bool:
    """Would a number of before mean something else here?"""
    return any(before.get(link_id, unit) != unit for link_id, unit in measures_of(item).items())


def comparable(answers: Answers, before: Definition, after: Definition) -> Answers:
    """The answers to one form that another may read: of a list that measures otherwise, not one line."""
    strange = {
        link_id: Answers().at(link_id)
        for link_id in answers.by_id
        if (item := after.by_id.get(link_id))
        and is_measured_otherwise(item, measures_of(before.by_id.get(link_id)))
    }
    return answers.with_answers(strange)
