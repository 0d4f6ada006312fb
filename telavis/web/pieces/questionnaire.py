"""A form as the page draws it: each item gets its template, its words and what stands in it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone

from telavis.questionnaires.answers import (
    Answer,
    Answers,
    Content,
    Joined,
    Rows,
)
from telavis.questionnaires.calculation.lacking import lacking
from telavis.questionnaires.carrying import carried_words
from telavis.questionnaires.checking import fault
from telavis.questionnaires.definition import Condition, Item, Kind
from telavis.questionnaires.form import Form
from telavis.questionnaires.merging import both, mark_of
from telavis.questionnaires.sections import rival_line
from telavis.questionnaires.wording import NOT_CALCULATED, calculated_words, calculation_note, words
from telavis.values.french import join_words
from telavis.web.pieces.form_fields import (
    Choice,
    ChoiceGroup,
    Field,
    FormPage,
    FormSection,
    Rival,
    Row,
)
from telavis.web.pieces.form_filling import (
    KEYBOARDS,
    WIDTHS,
    field_id,
    hint_of,
    machine_value,
    typed,
    with_choices,
    with_parts,
    with_slider,
    with_units,
)

ROW_PLACE = "__row__"
"""Stands for the number of a row in the template that the page copies."""
WHOLE_FORM = "questionnaire"
"""The id of the form on its page."""
DRAWN_BY = {
    Kind.GROUP: "components/form/group.html",
    Kind.ROWS: "components/form/rows.html",
    Kind.DISPLAY: "components/form/display.html",
    Kind.TEXT: "components/form/text.html",
    Kind.LONG_TEXT: "components/form/long_text.html",
    Kind.INTEGER: "components/form/text.html",
    Kind.DECIMAL: "components/form/text.html",
    Kind.QUANTITY: "components/form/quantity.html",
    Kind.DATE: "components/form/text.html",
    Kind.TIME: "components/form/text.html",
    Kind.MOMENT: "components/form/text.html",
    Kind.BOOLEAN: "components/form/boolean.html",
    Kind.CHOICE: "components/form/choice.html",
    Kind.CHOICES: "components/form/choice.html",
    Kind.ATTACHMENT: "components/form/attachment.html",
}
PICKED = "components/form/picked.html"
"""One of several, in a row: as many rows as possible stay in sight."""


def page_of(form: Form, *, refusals: Mapping[str, str] | None = None) -> FormPage:
    """`refusals`: linkId → why what was just sent could not be kept."""
    drawing = _Drawing(form, refusals or {})
    faults = {problem.link_id: problem.sentence for problem in form.problems()} | dict(refusals or {})
    return FormPage(
        sections=tuple(drawing.sections()),
        completeness=form.completeness(),
        red_flags=tuple(form.red_flags()),
        errors=tuple(
            {"link_id": link_id, "href": f"#{anchor(link_id) if link_id else WHOLE_FORM}", "text": text}
            for link_id, text in faults.items()
        ),
    )


def anchor(link_id: str) -> str:
    """The id of an item on the page, for links to it."""
    return f"q-{field_id(quote(link_id, safe=''))}"


@dataclass(frozen=True)
class _Drawing:
    form: Form
    refusals: Mapping[str, str] = field(default_factory=dict)

    def sections(self) -> Iterator[FormSection]:
        for place, (section, within) in enumerate(self.form.definition.parts(), start=1):
            if section and section.is_hidden:
                continue
            fields = self._fields(within, self.form.answers)
            title = section.text if section else self.form.definition.title
            if section is None:
                yield FormSection(f"partie-{place}", "", title, is_off=False, when="", fields=fields)
                continue
            where, is_off = anchor(section.link_id), not self.form.shows(section)
            yield FormSection(where, section.link_id, title, is_off, _when(section), fields)

    def _fields(
        self, items: tuple[Item, ...], answers: Answers, prefix: str = "", row: Answers | None = None
    ) -> tuple[Field, ...]:
        drawn = []
        previous = ""
        for item in items:
            if not item.is_hidden:
                drawn.append(self._field(item, answers, prefix, row, previous))
                previous = item.link_id
        return tuple(drawn)

    def _field(self, item: Item, answers: Answers, prefix: str, row: Answers | None, previous: str) -> Field:
        name = f"{prefix}{item.field_name}"
        answer = answers.at(item.link_id)
        base = Field(
            template=DRAWN_BY[item.kind],
            link_id=item.link_id,
            id=field_id(name),
            name=name,
            label=item.text,
            short_label=item.label,
            hint=item.hint,
            error=self._error(item, answer.content),
            is_required=item.is_required,
            is_read_only=item.is_read_only,
            is_warning=item.is_warning,
            is_part=self._is_said_by_its_group(item),
            is_off=bool(item.conditions) and not self.form.visibility.shows(item, row),
            is_follow_up=any(condition.question == previous for condition in item.conditions),
            when=_when(item),
            support_link=item.support_link,
            red_flags=() if row is not None else tuple(self.form.red_flags_of(item)),
            rivals=() if row is not None else rivals_of(self.form, item),
            carried=carried_words(day)
            if row is None and (day := self.form.carried.get(item.link_id))
            else "",
        )
        if item.calculation is not None:
            return self._calculated(base, item, answer.content)
        if item.is_read_only:
            return replace(base, template="components/form/fixed.html", value=words(item, answer.content))
        filled = self._filled(base, item, answer, row)
        if item.kind is Kind.GROUP:
            return replace(filled, children=self._fields(item.children, answers, prefix, row))
        return filled

    def _calculated(self, base: Field, item: Item, content: Content | None) -> Field:
        waited_for = [_lower_first(each) for each in lacking(self.form, item)] if content is None else []
        return replace(
            base,
            template="components/form/calculated.html",
            told_by="components/form/calculated_value.html",
            value=machine_value(content),
            calculated=calculated_words(item, content) or NOT_CALCULATED,
            note=calculation_note(item),
            waits_for=join_words(waited_for),
        )

    def _filled(self, base: Field, item: Item, answer: Answer, row: Answers | None) -> Field:
        """What stands in the field, by kind."""
        may_be_unavailable = item.is_required and row is None and not item.is_stored_elsewhere
        base = replace(
            base,
            may_be_unavailable=may_be_unavailable and not self._stands_in_a_group(item),
            unavailable=answer.unavailable,
        )
        match item.kind:
            case Kind.GROUP:
                return self._with_trends(with_parts(base, self.form.parts(item)), item)
            case Kind.ROWS:
                return self._with_rows(self._with_trends(base, item), item, answer.content)
            case Kind.CHOICE if row is not None and not item.accepts_other:
                return replace(with_choices(base, item, answer.content), template=PICKED)
            case Kind.CHOICE | Kind.CHOICES | Kind.BOOLEAN:
                return with_choices(base, item, answer.content)
            case Kind.ATTACHMENT:
                return self._with_documents(base, item, answer.content)
            case Kind.INTEGER | Kind.DECIMAL if item.slider_step is not None:
                base = with_slider(base, item)
            case Kind.QUANTITY:
                base = with_units(base, item, answer.content)
        return replace(
            base,
            value=typed(answer.content),
            unit=item.unit,
            width=WIDTHS.get(item.kind, "medium" if item.max_length and item.max_length <= 120 else "wide"),
            keyboard=KEYBOARDS.get(item.kind, ""),
            max_length=item.max_length,
            hint=hint_of(item),
        )

    def _with_trends(self, base: Field, item: Item) -> Field:
        if item.link_id not in self.form.definition.series:
            return base
        return replace(base, trends=self.form.trends(item), told_by="components/form/trends.html")

    def _with_rows(self, base: Field, item: Item, content: Content | None) -> Field:
        stored = content.rows if isinstance(content, Rows) else ()
        rows = [self._row(item, base.name, str(place), row) for place, row in enumerate(stored)]
        rows.append(self._row(item, base.name, str(len(stored)), Answers()))
        return replace(base, rows=tuple(rows), blank_row=self._row(item, base.name, ROW_PLACE, Answers()))

    def _row(self, item: Item, name: str, place: str, row: Answers) -> Row:
        number = str(int(place) + 1) if place.isdecimal() else "nouvelle"
        return Row(place, number, self._fields(item.children, row, prefix=f"{name}/{place}/", row=row))

    def _with_documents(self, base: Field, item: Item, content: Content | None) -> Field:
        joined = content.documents if isinstance(content, Joined) else ()
        choices = tuple(
            Choice(
                f"{base.id}-{document.id}",
                document.id,
                document.title,
                document.id in joined,
                picture=reverse("folder:thumbnail", args=[document.id]) if document.media_type else "",
            )
            for document in self.form.context.documents
        )
        return replace(base, groups=(ChoiceGroup("", choices),), is_multiple=True)

    def _error(self, item: Item, content: Content | None) -> str:
        is_whole = item.whole is not None or item.kind is Kind.ROWS
        return self.refusals.get(item.link_id) or (
            self.form.fault(item) if is_whole else fault(item, content)
        )

    def _is_said_by_its_group(self, item: Item) -> bool:
        """Whether it may be left out: a group says so itself, unless it requires some of its parts and not the others."""
        parents = self.form.definition.parents
        parent = parents.get(item.link_id)
        if parent is None or parent not in parents:  # a section
            return False
        group = self.form.definition.by_id[parent]
        return not (group.is_required and any(child.is_required for child in group.children))

    def _stands_in_a_group(self, item: Item) -> bool:
        """Inside a required group, the group itself is said to be unavailable."""
        parent = self.form.definition.parents.get(item.link_id)
        return parent is not None and self.form.definition.by_id[parent].is_required


def rivals_of(form: Form, item: Item) -> tuple[Rival, ...]:
    """The answers of other pages to this question, in words, and whether both can be kept."""
    standing = form.answers.at(item.link_id)
    return tuple(
        Rival(rival_line(form, item, each), mark_of(each), both(item, standing, each) is not None)
        for each in form.rivals.get(item.link_id, ())
    )


def _lower_first(label: str) -> str:
    """«Créatinine» inside a sentence; «PAS» stays."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _when(item: Item) -> str:
    """The conditions of an item for the script of the page; empty when it is always shown."""
    if not item.conditions:
        return ""
    conditions = [_condition(condition) for condition in item.conditions]
    return json.dumps({"all": item.needs_all_conditions, "when": conditions})


def _condition(condition: Condition) -> dict[str, Any]:
    value: Any = condition.value
    if isinstance(value, Decimal):
        value = float(value)
    elif isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None).isoformat()
    elif isinstance(value, date | time):
        value = value.isoformat()
    return {"question": condition.question, "operator": condition.operator.value, "value": value}
