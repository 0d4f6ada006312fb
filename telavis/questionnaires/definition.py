"""A form as this program understands it: frozen, typed, read from a FHIR Questionnaire by `parsing`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from urllib.parse import quote

from telavis.values.units import Line

TAKEN_NAMES = frozenset(
    (
        *("csrfmiddlewaretoken", "response", "revision", "tab", "turn", "go", "choose", "excuse"),
        *("questionnaire", "asking", "meeting", "completeness", "session", "toasts", "copied"),
        *("action", "dataset", "elements", "isConnected", "requestSubmit", "addEventListener"),
        *("getAttribute", "querySelector", "querySelectorAll"),
    )
)
"""What a page says of itself, its places, and what its scripts ask of the form: no question takes their names there."""


@dataclass(frozen=True)
class Quantity:
    """A number as it was typed, and the unit that was chosen with it."""

    value: Decimal
    unit: str
    """By its code."""


Scalar = str | int | bool | Decimal | date | time | datetime | Quantity
"""A value that an answer may hold and that a condition may compare with. A chosen option is its code."""


class Kind(StrEnum):
    """What an item asks for."""

    GROUP = "group"
    ROWS = "rows"
    DISPLAY = "display"
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    QUANTITY = "quantity"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    CHOICES = "choices"
    ATTACHMENT = "attachment"


class Operator(StrEnum):
    EXISTS = "exists"
    EQUALS = "="
    DIFFERS = "!="
    ABOVE = ">"
    BELOW = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True)
class Condition:
    """One `enableWhen`: the answer to `question` compared with `value`."""

    question: str
    operator: Operator
    value: Scalar


@dataclass(frozen=True)
class RedFlagRule:
    """A sentence that appears when enough of the conditions hold."""

    sentence: str
    when: tuple[Condition, ...]
    at_least: int


@dataclass(frozen=True)
class Option:
    """One proposed answer."""

    code: str
    label: str
    system: str = ""
    group: str = ""
    is_exclusive: bool = False
    red_flag: str = ""
    element: str = "valueCoding"
    """How FHIR says this answer."""
    is_coded: bool = True
    """False: a name without a code, which then stands for it."""

    regions: tuple[str, ...] = ()
    """Where it is on the body (`body.REGIONS`), when it is a place."""

    @property
    def value(self) -> Scalar:
        """What conditions compare."""
        match self.element:
            case "valueInteger":
                return int(self.code)
            case "valueDate":
                return date.fromisoformat(self.code)
            case "valueTime":
                return time.fromisoformat(self.code)
            case "valueBoolean":
                return self.code == "true"
        return self.code


YES_NO = (Option("true", "Oui", element="valueBoolean"), Option("false", "Non", element="valueBoolean"))
"""A question to answer by yes or no, where a box would leave «non» unsaid."""


@dataclass(frozen=True)
class Unit:
    """One of the units that a value may be given in."""

    code: str
    label: str
    to_reference: Line | None = None
    """The way to the first unit of the item; None where there is none."""


@dataclass(frozen=True)
class Expression:
    """FHIRPath as written in the form: a calculated value, or a variable that others name."""

    owner: str
    """What to name when it is refused: a linkId, or «variable» for one of the whole form."""
    text: str
    name: str = ""


@dataclass(frozen=True)
class Source:
    """Where the points of a curve come from, by linkId."""

    value: str
    day: str = ""
    """Empty: the day of the request."""
    times: str = ""
    """What the value is multiplied by: a length by a width."""


@dataclass(frozen=True)
class Series:
    """A value over time."""

    label: str
    unit: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Item:
    """One question, group of questions, or line of help."""

    link_id: str
    kind: Kind
    text: str = ""
    short_text: str = ""
    read_as: str = ""
    """The label for whoever reads the answer: «votre question» is not the expert's."""
    hint: str = ""
    is_required: bool = False
    weight: int = 1
    """What it counts for in the completeness, among the mandatory items."""
    is_read_only: bool = False
    is_hidden: bool = False
    is_stored_elsewhere: bool = False
    is_headline: bool = False
    is_warning: bool = False
    is_not_after_today: bool = False
    min_length: int = 0
    max_length: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str = ""
    unit_code: str = ""
    units: tuple[Unit, ...] = ()
    """What a quantity may be given in. Bounds, conditions, alarms and calculations are in the first: its reference."""
    usual_low: Decimal | None = None
    usual_high: Decimal | None = None
    slider_step: Decimal | None = None
    """The page also offers a slider between the bounds, by this step."""
    whole: Decimal | None = None
    """What the numbers of this group must make together."""
    trends: tuple[Series, ...] = ()
    """As the form says them; see `Definition.series`."""
    example: str = ""
    min_count: int = 0
    max_count: int | None = None
    options: tuple[Option, ...] = ()
    accepts_other: bool = False
    other_label: str = ""
    support_link: str = ""
    conditions: tuple[Condition, ...] = ()
    needs_all_conditions: bool = True
    red_flags: tuple[RedFlagRule, ...] = ()
    calculation: Expression | None = None
    calculation_source: str = ""
    variables: tuple[Expression, ...] = ()
    children: tuple["Item", ...] = ()
    initial: tuple[Scalar, ...] = ()
    """What stands there before anybody has answered."""
    beginning: Expression | None = None
    """The same, found once when the form is opened."""
    element: str = ""
    """How FHIR says its answer, where its kind does not tell («valueUri»)."""
    asked_under: str = ""
    """A group that is asked once this question is answered; FHIR keeps its answers inside the answer."""
    is_one_question: bool = False
    """A list that is one question answered several times; its rows have one cell."""

    @property
    def field_name(self) -> str:
        """As it stands in the names of the fields of a page, where «/» tells the parts; linkIds may have any sign."""
        name = quote(self.link_id, safe="")
        return f"%{ord(name[0]):02X}{name[1:]}" if name in TAKEN_NAMES else name

    @property
    def cells(self) -> tuple["Item", ...]:
        """The columns of a list: what its rows ask, also inside groups."""
        inside = ((child.cells if child.kind is Kind.GROUP else (child,)) for child in self.children)
        return tuple(cell for cells in inside for cell in cells)

    @property
    def heading(self) -> str:
        """What stands before the answer, for whoever reads it."""
        return self.read_as or self.text

    @property
    def label(self) -> str:
        """The short label where there is one: for lists of what is missing, and for sentences."""
        return self.short_text or self.text

    @property
    def is_question(self) -> bool:
        return self.kind not in (Kind.GROUP, Kind.ROWS, Kind.DISPLAY)

    @property
    def is_asked(self) -> bool:
        """Is there something to answer: it is neither a line of help nor a calculated value."""
        return self.kind is not Kind.DISPLAY and self.calculation is None

    def option(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)

    def unit_of(self, code: str) -> Unit | None:
        return next((unit for unit in self.units if unit.code == code), None)

    def in_reference(self, quantity: Quantity) -> Decimal | None:
        """The value in the reference unit; None when there is no way to it."""
        unit = self.unit_of(quantity.unit)
        return unit.to_reference(quantity.value) if unit and unit.to_reference else None


@dataclass(frozen=True)
class Calculation:
    """How one item gets its value, always or once, and what it must know for that."""

    item: Item
    expression: str
    variables: tuple[Expression, ...]
    """Those that it needs, each after those that it needs itself."""
    reads: tuple[str, ...]
    """linkIds, in the order of the page."""
    of_patient: tuple[str, ...]
    """Properties of the FHIR Patient: `birthDate`, `gender`."""


@dataclass(frozen=True)
class Definition:
    """A whole form. Its top items are the sections of the page."""

    url: str
    version: str
    title: str
    items: tuple[Item, ...]
    parents: Mapping[str, str] = field(default_factory=dict)
    """linkId → linkId of the group around it; a section has none."""
    variables: tuple[Expression, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    """Each after those that it depends on."""
    beginnings: tuple[Calculation, ...] = ()
    """The values that are found once, when the form is opened."""
    is_unreadable: bool = False
    """What the database keeps is no form: it asks nothing, and nothing is sent of it."""

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.link_id: item for item in self.walk()}

    @cached_property
    def series(self) -> Mapping[str, tuple[Series, ...]]:
        """linkId → the curves beside that item: those that the form names, and of each list that has dates and units."""
        told = {item.link_id: item.trends for item in self.walk() if item.trends}
        named = {source.value for trends in told.values() for series in trends for source in series.sources}
        lists = {item.link_id: _series_of_rows(item) for item in self.walk() if item.kind is Kind.ROWS}
        followed = {
            link_id: found
            for link_id, found in lists.items()
            if found and not any(source.value in named for series in found for source in series.sources)
        }
        return followed | told

    @property
    def canonical(self) -> str:
        return f"{self.url}|{self.version}"

    def walk(self) -> Iterator[Item]:
        """Every item, in the order of the page."""
        yield from _walk(self.items)

    def parts(self) -> Iterator[tuple[Item | None, tuple[Item, ...]]]:
        """The sections and what is in them; questions that stand in none make one without an item."""
        alone: list[Item] = []
        for item in self.items:
            is_section = item.kind is Kind.GROUP and not item.asked_under
            if is_section and alone:
                yield None, tuple(alone)
                alone = []
            if is_section:
                yield item, item.children
            else:
                alone.append(item)
        if alone:
            yield None, tuple(alone)

    def entries(self) -> Iterator[Item]:
        """What counts as one question for the reader: the questions and groups directly inside a section."""
        for _, within in self.parts():
            yield from (item for item in within if item.kind is not Kind.DISPLAY)

    def calculation(self, item: Item) -> Calculation | None:
        return next((each for each in self.calculations if each.item.link_id == item.link_id), None)

    def around(self, link_id: str) -> tuple[Expression, ...]:
        """The variables that may be named there: those of the form, then of each group around, outermost first."""
        parent = self.parents.get(link_id)
        if parent is None:
            return self.variables
        return (*self.around(parent), *self.by_id[parent].variables)

    def hides(self, item: Item) -> bool:
        """Is it never on the page: it, or a group around it, is hidden?"""
        parent = self.parents.get(item.link_id)
        return item.is_hidden or (parent is not None and self.hides(self.by_id[parent]))

    def row_of(self, link_id: str) -> str | None:
        """The repeating group that holds this item, if any."""
        parent = self.parents.get(link_id)
        while parent is not None:
            if self.by_id[parent].kind is Kind.ROWS:
                return parent
            parent = self.parents.get(parent)
        return None


CURVES_MAX = 3
"""A list of more values over time is a table to read: the form says which of them are to be drawn."""


def _series_of_rows(rows: Item) -> tuple[Series, ...]:
    days = [child.link_id for child in rows.cells if child.kind is Kind.DATE]
    values = [
        child
        for child in rows.cells
        if child.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY) and child.unit
    ]
    if len(days) != 1 or len(values) > CURVES_MAX:
        return ()
    return tuple(Series(child.label, child.unit, (Source(child.link_id, days[0]),)) for child in values)


def _walk(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _walk(item.children)
