"""Parts of a whole, such as the tissues of a wound bed: what is given, what is left to share out, and the bar that shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from telavis.questionnaires.answers import Answers, Unreadable, Written
from telavis.questionnaires.definition import Item, Kind
from telavis.questionnaires.quantities import number_words
from telavis.values.french import NO_BREAK, typographic

TINTS = 6
"""Parts beyond begin again with the first tint."""


@dataclass(frozen=True)
class Part:
    """One share, with its place in the bar in hundredths, written for SVG."""

    label: str
    words: str
    tint: int
    start: str
    share: str


@dataclass(frozen=True)
class Parts:
    """The shares of a group, as far as they are given."""

    label: str
    whole: Decimal
    unit: str
    given: tuple[tuple[str, Decimal | None], ...]
    """Label and value; None where nothing is given, or nothing that can be read."""

    caption = ""
    template = "figures/parts.svg"
    width = 80

    @property
    def total(self) -> Decimal:
        return sum((value for _, value in self.given if value), Decimal(0))

    @property
    def is_whole(self) -> bool:
        return self.total == self.whole and all(value is not None for _, value in self.given)

    @property
    def shares(self) -> list[Part]:
        found, start = [], Decimal(0)
        longest = max(self.total, self.whole)
        for place, (label, value) in enumerate(self.given):
            if value is not None and value >= 0:
                share = value * 100 / longest
                words = f"{label} {self._amount(value)}"
                found.append(Part(label, words, place % TINTS + 1, _hundredths(start), _hundredths(share)))
                start += share
        return found

    @property
    def alt(self) -> str:
        return ", ".join(part.words for part in self.shares)

    @property
    def left(self) -> str:
        """«Encore 20 % à répartir», «10 % de trop», or that all is shared out."""
        if self.total == self.whole:
            return typographic(f"Tout est réparti : {self._amount(self.whole)}.")
        if self.total > self.whole:
            return typographic(f"{self._amount(self.total - self.whole)} de trop.")
        return typographic(f"Encore {self._amount(self.whole - self.total)} à répartir.")

    @property
    def fault(self) -> str:
        """Why these shares cannot be sent; empty while some are to come, which is told by the group itself."""
        is_given = all(value is not None for _, value in self.given)
        if self.total == self.whole or (self.total < self.whole and not is_given):
            return ""
        left = self.left[:1].lower() + self.left[1:]
        return typographic(f"« {self.label} » : les parts font {self._amount(self.total)}, {left}")

    def _amount(self, value: Decimal) -> str:
        return number_words(value) + (f"{NO_BREAK}{self.unit}" if self.unit else "")


def parts_of(group: Item, answers: Answers) -> Parts | None:
    """The shares of a group that has a whole; None for any other."""
    if group.whole is None:
        return None
    asked = [child for child in group.children if is_part(child)]
    given = tuple((child.label, _value(answers, child)) for child in asked)
    return Parts(group.label, group.whole, next((child.unit for child in asked), ""), given)


def is_part(item: Item) -> bool:
    return item.kind in (Kind.INTEGER, Kind.DECIMAL) and item.calculation is None


def all_are_parts(items: Iterable[Item]) -> bool:
    return all(is_part(item) or item.kind is Kind.DISPLAY for item in items)


def _value(answers: Answers, child: Item) -> Decimal | None:
    match answers.content(child.link_id):
        case Written(value=int() | Decimal() as value):
            return Decimal(value)
        case Unreadable():
            return None
    return None


def _hundredths(value: Decimal) -> str:
    return f"{value:.2f}"
