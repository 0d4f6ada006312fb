"""Answers in readable French: for the last look, the file, the PDF and the lists."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Protocol

from django.utils import timezone

from telavis.questionnaires.answers import Answers, Chosen, Content, Joined, Rows, Unreadable, Written
from telavis.questionnaires.definition import Item, Quantity
from telavis.questionnaires.quantities import in_words, number_words
from telavis.values.french import NO_BREAK
from telavis.values.times import moment_words, time_of_day_words

NOT_CALCULATED = "non calculé"
TO_CHECK = "aide, à vérifier"


class Titled(Protocol):
    """A document that has a name for the reader."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...


def words(item: Item, content: Content | None, documents: Sequence[Titled] = ()) -> str:
    """The answer in full; lines of a long text stay lines. Empty when there is none."""
    match content:
        case Written(value=bool() as is_ticked):
            return "oui" if is_ticked else ""
        case Written(value=Quantity() as quantity):
            return in_words(item, quantity)
        case Written(value=time() as hour):
            return time_of_day_words(hour)
        case Written(value=datetime() as when):
            return moment_words(timezone.localtime(when))
        case Written(value=date() as day):
            return f"{day:%d/%m/%Y}"
        case Written(value=int() | Decimal() as value):
            return number_words(value) + (f"{NO_BREAK}{item.unit}" if item.unit else "")
        case Written(value=str() as text):
            return text
        case Unreadable(raw=raw, unit=code):
            unit = item.unit_of(code)
            return f"{raw} {unit.label}" if unit else raw
        case Chosen():
            return ", ".join(chosen_words(item, content))
        case Joined(documents=ids):
            return ", ".join(document.title for document in documents if document.id in ids)
        case Rows(rows=rows):
            return " ; ".join(", ".join(cell for cell in cells(item, row) if cell) for row in rows)
    return ""


def one_line(item: Item, content: Content | None, documents: Sequence[Titled] = ()) -> str:
    return " ".join(words(item, content, documents).split())


def chosen_words(item: Item, chosen: Chosen) -> list[str]:
    """The labels of what is ticked, with their group where two are alike («bras droit (de face)»), then the free text."""
    offered = [option.label for option in item.options]
    labels = []
    for code in chosen.codes:
        option = item.option(code)
        label = option.label if option else code
        is_told_apart = option is not None and option.group and offered.count(label) > 1
        labels.append(f"{label} ({option.group.lower()})" if option and is_told_apart else label)
    return [*labels, *([chosen.other] if chosen.other else [])]


def cells(group: Item, row: Answers) -> list[str]:
    """One row of a repeating group, one text per column."""
    return [words(child, row.content(child.link_id)) for child in group.cells]


def calculation_note(item: Item) -> str:
    """«Aide, à vérifier : CKD-EPI 2009…», beside every calculated value."""
    return f"{TO_CHECK}\u202f: {item.calculation_source}" if item.calculation_source else TO_CHECK


def calculated_words(item: Item, content: Content | None) -> str:
    """As any answer; but nobody left this box unticked: «non» is a result."""
    match content:
        case Written(value=bool() as is_true):
            return "oui" if is_true else "non"
    return words(item, content)
