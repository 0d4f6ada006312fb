"""Which items are shown: `enableWhen`, decided from the answers; a hidden question counts as unanswered."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from telavis.questionnaires.answers import Answers, Chosen, Content, Joined, Rows, Written
from telavis.questionnaires.definition import Condition, Definition, Item, Operator, Scalar

_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUALS: lambda given, wanted: given == wanted,
    Operator.ABOVE: lambda given, wanted: given > wanted,
    Operator.BELOW: lambda given, wanted: given < wanted,
    Operator.AT_LEAST: lambda given, wanted: given >= wanted,
    Operator.AT_MOST: lambda given, wanted: given <= wanted,
}


class Visibility:
    """What of a form is shown, for one state of its answers."""

    def __init__(self, definition: Definition, answers: Answers) -> None:
        self._definition = definition
        self._answers = answers
        self._known: dict[str, bool] = {}

    def shows(self, item: Item, row: Answers | None = None) -> bool:
        """Is the item on the page, in this row when it stands in one?"""
        return not item.is_hidden and self.enables(item, row)

    def enables(self, item: Item, row: Answers | None = None) -> bool:
        """Does the item take part? A hidden one may; one whose conditions fail does not."""
        if row is not None and self._definition.row_of(item.link_id) is not None:
            return self._decide(item, row)
        if item.link_id not in self._known:
            self._known[item.link_id] = self._decide(item, None)
        return self._known[item.link_id]

    def holds(self, condition: Condition, row: Answers | None = None) -> bool:
        question = self._definition.by_id[condition.question]
        in_row = row is not None and self._definition.row_of(question.link_id) is not None
        scope = row if row is not None and in_row else self._answers
        content = scope.content(question.link_id) if self.enables(question, row) else None
        return _compare(condition, _given(content))

    def _decide(self, item: Item, row: Answers | None) -> bool:
        parent = self._definition.parents.get(item.link_id)
        if parent is not None and not self.enables(self._definition.by_id[parent], row):
            return False
        if not item.conditions:
            return True
        held = [self.holds(condition, row) for condition in item.conditions]
        return all(held) if item.needs_all_conditions else any(held)


def _given(content: Content | None) -> list[Scalar]:
    match content:
        case Written(value=value):
            return [value]
        case Chosen(codes=codes, other=other):
            return [*codes, *([other] if other else [])]
        case Joined(documents=documents):
            return list(documents)
        case Rows(rows=rows):
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
    for kinds in ((bool,), (str,), (date,), (int, Decimal)):
        if isinstance(given, kinds) or isinstance(wanted, kinds):
            return isinstance(given, kinds) and isinstance(wanted, kinds)
    return False
