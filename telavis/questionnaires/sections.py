"""A form and its answers as one reads them: sections, lines, small tables."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telavis.questionnaires.answers import Answer, Chosen, Content, Joined, Rows, Written
from telavis.questionnaires.body import body_map
from telavis.questionnaires.calculation.lacking import lacking
from telavis.questionnaires.carrying import carried_words
from telavis.questionnaires.definition import Item, Kind, Quantity
from telavis.questionnaires.drawings import Drawing
from telavis.questionnaires.quantities import doubt
from telavis.questionnaires.wording import NOT_CALCULATED, calculated_words, calculation_note, cells, words

if TYPE_CHECKING:
    from telavis.questionnaires.form import Form


@dataclass(frozen=True)
class Line:
    """One label and its answer."""

    link_id: str
    label: str
    text: str = ""
    """Empty when the answer is a table, or when `unavailable` or `is_missing` speaks instead."""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    document_ids: tuple[str, ...] = ()
    unavailable: str = ""
    is_missing: bool = False
    red_flags: tuple[str, ...] = ()
    fault: str = ""
    note: str = ""
    """What to know of the answer: that it was calculated, and how; or that its unit may be another."""
    drawings: tuple[Drawing, ...] = ()
    """The same as figures."""
    is_inside: bool = False
    """Belongs to the line above: a part of a group such as the vital signs."""


@dataclass(frozen=True)
class Section:
    link_id: str
    title: str
    lines: tuple[Line, ...]


def sections(form: "Form") -> list[Section]:
    """Every shown section that says something: what was answered, and what is missing though mandatory."""
    found = []
    for section, within in form.definition.parts():
        if section and not form.shows(section):
            continue
        lines = tuple(line for child in within if form.shows(child) for line in _lines(form, child))
        if lines:
            title = section.heading if section else form.definition.title
            found.append(Section(section.link_id if section else "", title, lines))
    return found


def _lines(form: "Form", item: Item) -> Iterator[Line]:
    if item.kind is Kind.DISPLAY:
        return
    if item.kind is Kind.GROUP:
        yield from _group_lines(form, item)
        return
    line = _line(form, item)
    if line:
        yield line


def rival_line(form: "Form", item: Item, rival: Answer) -> Line:
    """The answer of another page, as one reads it beside the field."""
    line = Line(item.link_id, item.label, unavailable=rival.unavailable)
    if isinstance(rival.content, Rows):
        columns, rows = _table(form, item, rival.content)
        return replace(line, columns=columns, rows=rows)
    return replace(line, text=words(item, rival.content, form.context.documents))


def _group_lines(form: "Form", group: Item) -> Iterator[Line]:
    parts = form.parts(group)
    if parts and form.is_answered(group):
        flags = tuple(flag.sentence for flag in form.red_flags_of(group))
        yield Line(group.link_id, group.heading, parts.alt, red_flags=flags, drawings=(parts,))
        return
    inside = [line for child in form.shown_children(group) for line in _lines(form, child)]
    unavailable = "" if form.is_answered(group) else form.answers.at(group.link_id).unavailable
    is_missing = group.is_required and not form.is_settled(group)
    said = [line for line in inside if not line.is_missing]
    if not (said or unavailable or is_missing):
        return
    flags = tuple(flag.sentence for flag in form.red_flags_of(group))
    if not group.text and said and not unavailable:
        yield from inside  # asked under a question: a line like any other
        return
    heading = Line(group.link_id, group.heading, unavailable=unavailable, is_missing=is_missing and not said)
    yield replace(heading, red_flags=flags, fault=form.fault(group), drawings=form.trends(group))
    for line in inside if said and not unavailable else said:
        yield replace(line, is_inside=True)


def _line(form: "Form", item: Item) -> Line | None:
    answer = form.answers.at(item.link_id)
    content = answer.content
    if item.calculation is not None:
        return _calculated_line(form, item, content)
    if content is None:
        is_missing = item.is_required and not answer.unavailable
        line = Line(item.link_id, item.heading, unavailable=answer.unavailable, is_missing=is_missing)
        return line if answer.unavailable or is_missing else None
    line = Line(
        item.link_id,
        item.heading,
        document_ids=content.documents if isinstance(content, Joined) else (),
        red_flags=tuple(flag.sentence for flag in form.red_flags_of(item)),
        fault=form.fault(item),
        note=_note(form, item, content),
    )
    if isinstance(content, Rows):
        columns, rows = _table(form, item, content)
        return replace(line, columns=columns, rows=rows, drawings=form.trends(item))
    figure = body_map(item, content.codes) if isinstance(content, Chosen) else None
    drawings = (figure,) if figure and figure.is_marked else ()
    return replace(line, text=words(item, content, form.context.documents), drawings=drawings)


def _doubt(item: Item, content: Content) -> str:
    match content:
        case Written(value=Quantity() as quantity):
            return doubt(item, quantity)
    return ""


def _note(form: "Form", item: Item, content: Content) -> str:
    day = form.carried.get(item.link_id)
    notes = (carried_words(day) if day else "", _doubt(item, content))
    return " · ".join(filter(None, notes))


def _table(form: "Form", item: Item, content: Rows) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Without what is not asked in a row, nor the columns that no row fills: nine of them leave no room for a date."""
    shows = form.visibility.shows
    written = [
        [text if shows(cell, row) else "" for cell, text in zip(item.cells, cells(item, row), strict=True)]
        for row in content.rows
    ]
    kept = [place for place in range(len(item.cells)) if any(row[place] for row in written)]
    columns = tuple(item.cells[place].label for place in kept)
    return columns, tuple(tuple(row[place] for place in kept) for row in written)


def _calculated_line(form: "Form", item: Item, content: Content | None) -> Line | None:
    """Without value it is silent where an answer is missing, which says so itself; else it must tell that it failed."""
    if content is None and lacking(form, item):
        return None
    text = calculated_words(item, content) or NOT_CALCULATED
    flags = tuple(flag.sentence for flag in form.red_flags_of(item))
    return Line(item.link_id, item.heading, text, red_flags=flags, note=calculation_note(item))
