"""A value over time: its points by their true dates, the small curve, and the same in one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from telavis.questionnaires.answers import Answers, Content, Rows, Written
from telavis.questionnaires.checking import fault
from telavis.questionnaires.definition import Item, Quantity, Series, Source
from telavis.questionnaires.quantities import number_words, shortened
from telavis.values.french import NARROW, NO_BREAK, plural, typographic

if TYPE_CHECKING:
    from telavis.questionnaires.form import Form

STEADY = Decimal(5)
"""Per cent: a smaller change is none."""
LEFT, RIGHT, TOP, BOTTOM = 8, 232, 18, 50
"""Where the curve lies on its ground of 240 × 70."""


@dataclass(frozen=True)
class Point:
    day: date
    value: Decimal


@dataclass(frozen=True)
class Dot:
    """A point of the curve, written for SVG."""

    x: str
    y: str


@dataclass(frozen=True)
class Trend:
    """At least two points on two days, the oldest first."""

    label: str
    unit: str
    points: tuple[Point, ...]

    template = "figures/trend.svg"
    width = 70

    @property
    def alt(self) -> str:
        """«Créatinine : de 108 µmol/L (28/11/2023) à 148 µmol/L (02/11/2026), en hausse (+37 %), 3 valeurs»."""
        first, last = self.points[0], self.points[-1]
        return typographic(
            f"{self.label} : de {self._amount(first)} ({first.day:%d/%m/%Y}) à {self._amount(last)} "
            f"({last.day:%d/%m/%Y}), {self._direction}, {plural(len(self.points), 'valeur')}"
        )

    @property
    def caption(self) -> str:
        return self.alt

    @property
    def dots(self) -> list[Dot]:
        return [Dot(f"{self._x(point):.1f}", f"{self._y(point):.1f}") for point in self.points]

    @property
    def line(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)

    @property
    def ends(self) -> tuple[str, str]:
        """The first and the last value, as they stand above the curve."""
        return number_words(shortened(self.points[0].value)), self._amount(self.points[-1])

    @property
    def days(self) -> tuple[str, str]:
        return f"{self.points[0].day:%d/%m/%Y}", f"{self.points[-1].day:%d/%m/%Y}"

    @property
    def _direction(self) -> str:
        first, last = self.points[0].value, self.points[-1].value
        change = last - first
        relative = change * 100 / abs(first) if first else Decimal(0)
        if not change or (first and abs(relative) < STEADY):
            return "stable"
        direction = "en hausse" if change > 0 else "en baisse"
        if self.unit == "%":
            return f"{direction} ({_signed(shortened(change))}{NO_BREAK}{'points' if abs(change) >= 2 else 'point'})"
        return f"{direction} ({_signed(round(relative))}{NARROW}%)" if first else direction

    def _amount(self, point: Point) -> str:
        return number_words(shortened(point.value)) + (f"{NO_BREAK}{self.unit}" if self.unit else "")

    def _x(self, point: Point) -> float:
        first, last = self.points[0].day, self.points[-1].day
        return LEFT + (RIGHT - LEFT) * (point.day - first).days / (last - first).days

    def _y(self, point: Point) -> float:
        values = [each.value for each in self.points]
        low, high = min(values), max(values)
        if low == high:
            return (TOP + BOTTOM) / 2
        return BOTTOM - (BOTTOM - TOP) * float((point.value - low) / (high - low))


def trends_of(form: "Form", item: Item) -> tuple[Trend, ...]:
    """The curves that stand beside this item; none while there are fewer than two days."""
    found = (_trend(form, series) for series in form.definition.series.get(item.link_id, ()))
    return tuple(trend for trend in found if len({point.day for point in trend.points}) > 1)


def _trend(form: "Form", series: Series) -> Trend:
    points = sorted(
        (point for source in series.sources for point in _points(form, source)), key=lambda point: point.day
    )
    return Trend(series.label, series.unit, tuple(points))


def _points(form: "Form", source: Source) -> Iterator[Point]:
    """One of plain items, or one of each row; only what is shown and right."""
    row = form.definition.row_of(source.value)
    content = form.answers.content(row) if row else None
    if row and not form.shows(form.definition.by_id[row]):
        return
    for answers in content.rows if isinstance(content, Rows) else () if row else (form.answers,):
        day = _day(form, source, answers)
        factors = [_number(form, link_id, answers) for link_id in (source.value, source.times) if link_id]
        values = [value for value in factors if value is not None]
        if day and len(values) == len(factors):
            yield Point(day, values[0] * values[1] if len(values) > 1 else values[0])


def _day(form: "Form", source: Source, answers: Answers) -> date | None:
    if not source.day:
        return form.context.day
    value = _right(form, source.day, answers)
    return value.value if isinstance(value, Written) and isinstance(value.value, date) else None


def _number(form: "Form", link_id: str, answers: Answers) -> Decimal | None:
    match _right(form, link_id, answers):
        case Written(value=Quantity() as quantity):
            return form.definition.by_id[link_id].in_reference(quantity)
        case Written(value=int() | Decimal() as value):
            return Decimal(value)
    return None


def _right(form: "Form", link_id: str, answers: Answers) -> Content | None:
    item, content = form.definition.by_id[link_id], answers.content(link_id)
    is_in_a_row = form.definition.row_of(link_id) is not None
    is_shown = form.visibility.shows(item, answers if is_in_a_row else None)
    return content if is_shown and not fault(item, content) else None


def _signed(value: Decimal | int) -> str:
    return ("+" if value > 0 else "") + number_words(value)
