"""What the templates of `components/form/` are given: plain values, one `Field` per item of a form."""

from dataclasses import dataclass

from telavis.questionnaires.form import Completeness, MissingItem, RedFlag


@dataclass(frozen=True)
class Choice:
    """One chip."""

    id: str
    value: str
    label: str
    is_ticked: bool
    is_exclusive: bool = False
    red_flag: str = ""


@dataclass(frozen=True)
class ChoiceGroup:
    """Chips under one heading, such as «De face»; most questions have a single group without name."""

    title: str
    choices: tuple[Choice, ...]


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
    """Part of a group that must be answered: the group says what is expected."""
    is_follow_up: bool = False
    calculated: str = ""
    """The value in words, where it is calculated."""
    note: str = ""
    """What to know of a calculated value."""
    waits_for: str = ""
    """The answers that a calculated value lacks."""
    when: str = ""
    value: str = ""
    unit: str = ""
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

    @property
    def described_by(self) -> str:
        """Ids of the hint and of the error, as `aria-describedby` wants them."""
        hint = f"{self.id}_helptext " if self.hint else ""
        return f"{hint}{self.id}_error"

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
class FormSection:
    link_id: str
    title: str
    is_off: bool
    when: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class FormPage:
    """The whole form, and what the foot of the page says of it."""

    sections: tuple[FormSection, ...]
    completeness: Completeness
    missing: tuple[MissingItem, ...]
    red_flags: tuple[RedFlag, ...]
    errors: tuple[dict[str, str], ...]
    """Each fault with the way to its field, as the piece `error_summary` wants them."""

    @property
    def calculated(self) -> list[Field]:
        """What an answer may have changed elsewhere on the page."""
        fields = [field for section in self.sections for field in section.fields]
        within = [child for field in fields for child in field.children]
        return [field for field in (*fields, *within) if field.calculated]

    @property
    def unanswered(self) -> list[MissingItem]:
        """What is missing and has no fault of its own to tell."""
        told = {error["link_id"] for error in self.errors}
        return [item for item in self.missing if item.link_id not in told]
