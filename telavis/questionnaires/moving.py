"""Answers that go on with another form: what its questions can hold, right or to be corrected, and what they cannot.

Nothing that was written is dropped: what no question of the new form can hold is kept apart, in the words of the form
that asked it, and comes back with a form that can.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from telavis.questionnaires.answers import (
    Answer,
    Answers,
    Chosen,
    Content,
    Joined,
    Rows,
    Unreadable,
    Written,
    answer_from_json,
    answer_to_json,
)
from telavis.questionnaires.checking import is_value_of
from telavis.questionnaires.definition import Definition, Item, Kind, Quantity
from telavis.questionnaires.merging import Kept
from telavis.questionnaires.same_measure import Measures, is_measured_otherwise, measures_of
from telavis.questionnaires.wording import words

_TEXTS = (Kind.TEXT, Kind.LONG_TEXT)
_TYPED = (Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY, Kind.DATE, Kind.TIME, Kind.MOMENT)


@dataclass(frozen=True)
class Leftover:
    """An answer that the form cannot hold, as its reader knew it."""

    link_id: str
    label: str
    words: str
    answer: Answer
    measures: Measures = field(default_factory=dict)
    """In which units its numbers were asked."""


@dataclass(frozen=True)
class Moved:
    kept: Kept
    left: tuple[Leftover, ...] = ()


def move(earlier: Kept, left: Iterable[Leftover], before: Definition, after: Definition) -> Moved:
    """What `after` does not ask stays among the answers, unseen, but for numbers, whose unit is their question's.

    What it asks otherwise stands where it can.
    """
    answers, rivals, remaining = dict[str, Answer](), dict[str, tuple[Answer, ...]](), list[Leftover]()
    order = {link_id: rank for rank, link_id in enumerate(before.by_id)}
    for link_id, answer in earlier.answers.by_id.items():
        answers[link_id], over = _moved(link_id, answer, before, after)
        remaining += over
    for link_id, waiting in earlier.rivals.items():
        pairs = [_moved(link_id, each, before, after) for each in waiting]
        going_on = [each for each, _ in pairs if not each.is_empty and each != answers.get(link_id)]
        rivals |= {link_id: tuple(going_on)} if going_on else {}
        remaining += [each for _, over in pairs for each in over]
    remaining.sort(key=lambda each: order.get(each.link_id, len(order)))
    for each in left:
        item = after.by_id.get(each.link_id)
        stands = answers.get(each.link_id, Answer()).content is not None
        if item is None or stands or parted(item, each.answer.content, each.measures)[1] is not None:
            remaining.append(each)
        else:
            reason = answers.get(each.link_id, Answer()).unavailable
            answers[each.link_id] = replace(each.answer, unavailable=reason)
    return Moved(Kept(Answers().with_answers(answers), rivals), tuple(remaining))


def parted(item: Item, content: Content | None, measures: Measures) -> tuple[Content | None, Content | None]:
    """What this question can hold of an answer, though it may have to be corrected, and what it cannot.

    `measures`: the units in which its numbers were asked.
    """
    if content is None:
        return None, None
    if item.is_stored_elsewhere or item.is_read_only:
        return None, content
    match content:
        case Chosen():
            return _chosen(item, content)
        case Rows() if item.kind is Kind.ROWS:
            return _rows(item, content, measures)
        case Unreadable(raw=raw) if item.kind in _TEXTS:
            return Written(raw), None
    is_held = _holds(item, content) and not is_measured_otherwise(item, measures)
    return (content, None) if is_held else (None, content)


def _holds(item: Item, content: Content) -> bool:
    match content:
        case Written(value=Quantity(unit=unit)) | Unreadable(unit=unit) if item.kind is Kind.QUANTITY:
            return item.unit_of(unit) is not None
        case Written(value=value):
            return is_value_of(item, value)
        case Unreadable(unit=unit):
            return item.kind in _TYPED and not unit
        case Joined():
            return item.kind is Kind.ATTACHMENT
    return False


def _chosen(item: Item, content: Chosen) -> tuple[Content | None, Content | None]:
    known = tuple(code for code in content.codes if item.option(code))
    other = content.other if item.accepts_other else ""
    is_one = item.kind is Kind.CHOICE and len(known) + bool(other) < 2
    if not (is_one or item.kind is Kind.CHOICES) or not (known or other):
        return None, content
    gone = Chosen(tuple(code for code in content.codes if code not in known), "" if other else content.other)
    return Chosen(known, other), gone if gone.codes or gone.other else None


def _rows(item: Item, content: Rows, measures: Measures) -> tuple[Content | None, Content | None]:
    """Column by column."""
    cells = {cell.link_id: cell for cell in item.cells}
    kept, gone = [], []
    for row in content.rows:
        halves = {
            link_id: parted(cells[link_id], answer.content, measures)
            if link_id in cells
            else (None, answer.content)
            for link_id, answer in row.by_id.items()
        }
        stays, goes = (
            Answers().with_answers({link_id: Answer(half[place]) for link_id, half in halves.items()})
            for place in (0, 1)
        )
        kept += [stays] if stays.by_id else []
        gone += [goes] if goes.by_id else []
    return Rows(tuple(kept)) if kept else None, Rows(tuple(gone)) if gone else None


def _moved(
    link_id: str, answer: Answer, before: Definition, after: Definition
) -> tuple[Answer, list[Leftover]]:
    """The answer as it goes on, and what is left of it."""
    item, asked = after.by_id.get(link_id), before.by_id.get(link_id)
    measures = measures_of(asked)
    reader = asked or item
    # A number without its unit says nothing: no form after this one would know in which it was asked.
    if reader is None or (item is None and not any(measures.values())):
        return answer, []
    stays, goes = parted(item, answer.content, measures) if item else (None, answer.content)
    # A document stays in its folder, and what was calculated is nobody's words.
    is_lost = goes is not None and not isinstance(goes, Joined) and not (asked and asked.calculation)
    over = [Leftover(link_id, reader.label, words(reader, goes), Answer(goes), measures)] if is_lost else []
    return replace(answer, content=stays), over


def left_from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Leftover, ...]:
    return tuple(
        Leftover(
            each["link_id"],
            each["label"],
            each["words"],
            answer_from_json(each["entry"]),
            each.get("measures", {}),
        )
        for each in stored
    )


def left_to_json(left: Iterable[Leftover]) -> list[dict[str, Any]]:
    return [
        {
            "link_id": each.link_id,
            "label": each.label,
            "words": each.words,
            "entry": answer_to_json(each.answer),
            "measures": dict(each.measures),
        }
        for each in left
    ]
