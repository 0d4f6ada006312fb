"""What the templates of `components/form/` are given: plain values, one `Field` per item of a form."""

from collections.abc import Iterator
from dataclasses import dataclass

from telavis.questionnaires.body import BodyMap
from telavis.questionnaires.completeness import Completeness, MissingItem
from telavis.questionnaires.form import RedFlag
from telavis.questionnaires.parts import Parts
from telavis.questionnaires.sections import Line
from telavis.questionnaires.trends import Trend


@dataclass(frozen=True)
class Choice:
    """One chip."""

    id: str
    value: str
    label: str
    is_ticked: bool
    is_exclusive: bool = False
    red_flag: str = ""
    picture: str = ""
    """The address of the picture of a document."""


@dataclass(frozen=True)
class ChoiceGroup:
    """Chips under one heading, such as «De face»; most questions have a single group without name."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Slider:
    """Its scale, written for HTML."""

    low: str
    high: str
    step: str


@dataclass(frozen=True)
class UnitChoice:
    """A unit to choose; `factor` and `offset` lead to the first one, for the script of the page; empty without a way."""

    code: str
    label: str
    is_chosen: bool
    factor: str = ""
    offset: str = ""


@dataclass(frozen=True)
class Field:
    """One item of the form, ready to be drawn."""

    template: str
    link_id: str
    id: str
    name: str
    label: str
    short_label: str
    hint: str = ""
    error: str = ""
    is_required: bool = False
    is_read_only: bool = False
    is_warning: bool = False
    is_off: bool = False
    """Its own conditions fail. What has none is hidden by what stands around it, and shown again with it."""
    is_part: bool = False
    """Part of a group that says itself what is expected."""
    is_follow_up: bool = False
    carried: str = ""
    """Where the answer was taken from, to be checked."""
    calculated: str = ""
    """The value in words, where it is calculated."""
    note: str = ""
    """What to know of a calculated value."""
    told_by: str = ""
    """The template of what follows from the answers, which each save tells anew in its `data-told`; empty for most."""
    waits_for: str = ""
    """The answers that a calculated value lacks."""
    when: str = ""
    value: str = ""
    unit: str = ""
    units: tuple[UnitChoice, ...] = ()
    trends: tuple[Trend, ...] = ()
    slider: Slider | None = None
    body: BodyMap | None = None
    """The figure that says the same as the boxes of a question about a place."""
    parts: Parts | None = None
    """What the numbers of a group make of their whole."""
    converted: str = ""
    """The value in the first unit, when another was chosen."""
    doubt: str = ""
    """An unusual value, and the unit that was perhaps meant."""
    width: str = ""
    keyboard: str = ""
    max_length: int | None = None
    is_multiple: bool = False
    groups: tuple[ChoiceGroup, ...] = ()
    other_label: str = ""
    other: str = ""
    support_link: str = ""
    may_be_unavailable: bool = False
    unavailable: str = ""
    red_flags: tuple[RedFlag, ...] = ()
    children: tuple["Field", ...] = ()
    rows: tuple["Row", ...] = ()
    blank_row: "Row | None" = None
    rivals: tuple["Rival", ...] = ()

    @property
    def described_by(self) -> str:
        """Ids of the hint and of the error, as `aria-describedby` wants them."""
        hint = f"{self.id}_helptext " if self.hint else ""
        return f"{hint}{self.id}_error"

    def with_its_parts(self) -> Iterator["Field"]:
        yield self
        for child in self.children:
            yield from child.with_its_parts()

    @property
    def is_optional(self) -> bool:
        return not (self.is_required or self.is_read_only or self.is_part)


@dataclass(frozen=True)
class Row:
    """One line of a repeating group; `place` is its number in the names of its fields."""

    place: str
    number: str
    cells: tuple[Field, ...]


@dataclass(frozen=True)
class Rival:
    """The answer of another page to the same question, until somebody chooses."""

    line: Line
    mark: str
    may_be_joined: bool
    """Both texts can stand in the field, one after the other."""


@dataclass(frozen=True)
class FormSection:
    """Questions under one title."""

    id: str
    link_id: str
    """Empty for questions that stand in no section of their form."""
    title: str
    is_off: bool
    when: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class FormPage:
    """The whole form, and what the foot of the page says of it."""

    sections: tuple[FormSection, ...]
    completeness: Completeness
    red_flags: tuple[RedFlag, ...]
    errors: tuple[dict[str, str], ...]
    """Each fault with the way to its field, as the piece `error_summary` wants them."""

    @property
    def fields(self) -> list[Field]:
        """Every question with an answer of its own, wherever it stands; not the cells of rows."""
        return [
            field for section in self.sections for each in section.fields for field in each.with_its_parts()
        ]

    @property
    def told(self) -> list[Field]:
        """What an answer may have changed elsewhere on the page."""
        return [field for field in self.fields if field.told_by]

    @property
    def unanswered(self) -> list[MissingItem]:
        """What is missing and has no fault of its own to tell."""
        told = {error["link_id"] for error in self.errors}
        return [item for item in self.completeness.missing if item.link_id not in told]
