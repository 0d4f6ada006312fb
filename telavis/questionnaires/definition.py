"""A form as this program understands it: frozen, typed, read from a FHIR Questionnaire by `parsing`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

Scalar = str | int | bool | Decimal | date
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
    DATE = "date"
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


@dataclass(frozen=True)
class Expression:
    """FHIRPath as written in the form: a calculated value, or a variable that others name."""

    owner: str
    """What to name when it is refused: a linkId, or «variable» for one of the whole form."""
    text: str
    name: str = ""


@dataclass(frozen=True)
class Item:
    """One question, group of questions, or line of help."""

    link_id: str
    kind: Kind
    text: str = ""
    short_text: str = ""
    hint: str = ""
    is_required: bool = False
    is_read_only: bool = False
    is_hidden: bool = False
    is_stored_elsewhere: bool = False
    is_headline: bool = False
    is_warning: bool = False
    is_not_after_today: bool = False
    max_length: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str = ""
    unit_code: str = ""
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


@dataclass(frozen=True)
class Calculation:
    """How one item gets its value, and what it must know for that."""

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

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.link_id: item for item in self.walk()}

    @property
    def canonical(self) -> str:
        return f"{self.url}|{self.version}"

    def walk(self) -> Iterator[Item]:
        """Every item, in the order of the page."""
        yield from _walk(self.items)

    def entries(self) -> Iterator[Item]:
        """What counts as one question for the reader: the questions and groups directly inside a section."""
        for section in self.items:
            within = section.children if section.kind is Kind.GROUP else (section,)
            yield from (item for item in within if item.kind is not Kind.DISPLAY)

    def calculation(self, item: Item) -> Calculation | None:
        return next((each for each in self.calculations if each.item.link_id == item.link_id), None)

    def around(self, link_id: str) -> tuple[Expression, ...]:
        """The variables that may be named there: those of the form, then of each group around, outermost first."""
        parent = self.parents.get(link_id)
        if parent is None:
            return self.variables
        return (*self.around(parent), *self.by_id[parent].variables)

    def row_of(self, link_id: str) -> str | None:
        """The repeating group that holds this item, if any."""
        parent = self.parents.get(link_id)
        while parent is not None:
            if self.by_id[parent].kind is Kind.ROWS:
                return parent
            parent = self.parents.get(parent)
        return None


def _walk(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _walk(item.children)
