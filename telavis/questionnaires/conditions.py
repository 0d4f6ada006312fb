"""Which items are shown: `enableWhen`, decided from the answers; a hidden question counts as unanswered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from telavis.questionnaires.answers import Answers, Chosen, Content, Joined, Rows, Written
from telavis.questionnaires.definition import Condition, Definition, Item, Operator, Quantity, Scalar

_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUALS: lambda given, wanted: given == wanted,
    Operator.ABOVE: lambda given, wanted: given > wanted,
    Operator.BELOW: lambda given, wanted: given < wanted,
    Operator.AT_LEAST: lambda given, wanted: given >= wanted,
    Operator.AT_MOST: lambda given, wanted: given <= wanted,
}


@dataclass(frozen=True, eq=False)
class _Place:
    """An item, and the row that it stands in, if it stands in one."""

    item: Item
    row: Answers | None = None

    @property
    def key(self) -> tuple[str, int]:
        return self.item.link_id, id(self.row)


class Visibility:
    """What of a form is shown, for one state of its answers."""

    def __init__(self, definition: Definition, answers: Answers) -> None:
        self._definition = definition
        self._answers = answers
        self._known: dict[tuple[str, int], bool] = {}
        self._seen: list[_Place] = []
        """They hold the rows, whose ids are names as long as they live."""

    def shows(self, item: Item, row: Answers | None = None) -> bool:
        """Is the item on the page, in this row when it stands in one?"""
        return not self._definition.hides(item) and self.enables(item, row)

    def enables(self, item: Item, row: Answers | None = None) -> bool:
        """Does the item take part? A hidden one may; one whose conditions fail does not.

        What it depends on is decided first, one after the other: a thousand questions that each wait for the next are
        no deeper than one.
        """
        asked = self._place(item, row)
        waiting = [asked]
        while waiting:
            place = waiting[-1]
            if place.key in self._known:
                waiting.pop()
            elif before := [each for each in self._depends(place) if each.key not in self._known]:
                waiting.extend(before)
            else:
                self._seen.append(place)
                self._known[place.key] = self._decide(place)
        return self._known[asked.key]

    def holds(self, condition: Condition, item: Item, row: Answers | None = None) -> bool:
        """For an item, in its row: of a list that it does not stand in, one row is enough."""
        return _compare(condition, self._found(condition, item, row))

    def is_given(self, condition: Condition, item: Item, row: Answers | None = None) -> bool:
        """Has the question that it speaks of an answer?"""
        return bool(self._found(condition, item, row))

    def _found(self, condition: Condition, item: Item, row: Answers | None) -> list[Scalar]:
        question = self._definition.by_id[condition.question]
        return [
            value
            for place in self._places(question, self._place(item, row))
            if self.enables(question, place.row)
            for value in _given(question, (place.row or self._answers).content(question.link_id))
        ]

    def rows(self, table: Item) -> tuple[Answers, ...]:
        content = self._answers.content(table.link_id)
        return content.rows if isinstance(content, Rows) else ()

    def _place(self, item: Item, row: Answers | None) -> _Place:
        stands_in_one = row is not None and self._definition.row_of(item.link_id) is not None
        return _Place(item, row if stands_in_one else None)

    def _places(self, question: Item, asker: _Place) -> list[_Place]:
        """Where the answers to a question stand, for whoever asks: in their own row, or in every one."""
        table = self._definition.row_of(question.link_id)
        if table is None:
            return [_Place(question)]
        if asker.row is not None and self._definition.row_of(asker.item.link_id) == table:
            return [_Place(question, asker.row)]
        return [_Place(question, row) for row in self.rows(self._definition.by_id[table])]

    def _depends(self, place: _Place) -> Iterator[_Place]:
        if parent := self._definition.parents.get(place.item.link_id):
            yield self._place(self._definition.by_id[parent], place.row)
        for condition in place.item.conditions:
            yield from self._places(self._definition.by_id[condition.question], place)

    def _decide(self, place: _Place) -> bool:
        parent = self._definition.parents.get(place.item.link_id)
        if parent is not None and not self.enables(self._definition.by_id[parent], place.row):
            return False
        if not place.item.conditions:
            return True
        held = [self.holds(condition, place.item, place.row) for condition in place.item.conditions]
        return all(held) if place.item.needs_all_conditions else any(held)


def _given(question: Item, content: Content | None) -> list[Scalar]:
    match content:
        case Written(value=Quantity() as quantity):
            value = question.in_reference(quantity)
            return [quantity if value is None else value]
        case Written(value=value):
            return [value]
        case Chosen(codes=codes, other=other):
            options = [(code, question.option(code)) for code in codes]
            return [
                *(option.value if option else code for code, option in options),
                *([other] if other else []),
            ]
        case Joined(documents=documents):
            return list(documents)
        case Rows(rows=rows):
            if question.is_one_question:
                return [
                    value
                    for row in rows
                    for cell in question.cells
                    for value in _given(cell, row.content(cell.link_id))
                ]
            return [len(rows)] if rows else []
    return []


def _compare(condition: Condition, given: list[Scalar]) -> bool:
    if condition.operator is Operator.EXISTS:
        return bool(given) is bool(condition.value)
    if condition.operator is Operator.DIFFERS:
        return all(not _matches(Operator.EQUALS, each, condition.value) for each in given)
    return any(_matches(condition.operator, each, condition.value) for each in given)


def _matches(operator: Operator, given: Scalar, wanted: Scalar) -> bool:
    if not _are_comparable(given, wanted):
        return False
    return _COMPARE[operator](given, wanted)


def _are_comparable(given: Scalar, wanted: Scalar) -> bool:
    for kinds in ((bool,), (str,), (time,), (datetime,), (date,), (int, Decimal)):
        if isinstance(given, kinds) or isinstance(wanted, kinds):
            return isinstance(given, kinds) and isinstance(wanted, kinds)
    return False
