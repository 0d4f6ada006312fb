"""A form as the page draws it: each item gets its template, its words and what stands in it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
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
)
from telavis.questionnaires.calculation.lacking import lacking
from telavis.questionnaires.checking import fault, number_words
from telavis.questionnaires.definition import Condition, Item, Kind, Option
from telavis.questionnaires.form import Form
from telavis.questionnaires.wording import NOT_CALCULATED, calculated_words, calculation_note, words
from telavis.values.french import join_words
from telavis.web.pieces.form_fields import Choice, ChoiceGroup, Field, FormPage, FormSection, Row

ROW_PLACE = "__row__"
"""Stands for the number of a row in the template that the page copies."""
DRAWN_BY = {
    Kind.GROUP: "components/form/group.html",
    Kind.ROWS: "components/form/rows.html",
    Kind.DISPLAY: "components/form/display.html",
    Kind.TEXT: "components/form/text.html",
    Kind.LONG_TEXT: "components/form/long_text.html",
    Kind.INTEGER: "components/form/text.html",
    Kind.DECIMAL: "components/form/text.html",
    Kind.DATE: "components/form/text.html",
    Kind.BOOLEAN: "components/form/boolean.html",
    Kind.CHOICE: "components/form/choice.html",
    Kind.CHOICES: "components/form/choice.html",
    Kind.ATTACHMENT: "components/form/attachment.html",
}
_WIDTHS = {Kind.INTEGER: "short", Kind.DECIMAL: "short", Kind.DATE: "date"}
_KEYBOARDS = {Kind.INTEGER: "numeric", Kind.DECIMAL: "decimal", Kind.DATE: "numeric"}


def page_of(form: Form, *, refusals: Mapping[str, str] | None = None) -> FormPage:
    """`refusals`: linkId → why what was just sent could not be kept."""
    drawing = _Drawing(form, refusals or {})
    faults = {problem.link_id: problem.sentence for problem in form.problems()} | dict(refusals or {})
    return FormPage(
        sections=tuple(drawing.sections()),
        completeness=form.completeness(),
        missing=tuple(form.missing()),
        red_flags=tuple(form.red_flags()),
        errors=tuple(
            {"link_id": link_id, "href": f"#{anchor(link_id)}", "text": text}
            for link_id, text in faults.items()
        ),
    )


def anchor(link_id: str) -> str:
    """The id of an item on the page, for links to it."""
    return f"q-{_id(link_id)}"


@dataclass(frozen=True)
class _Drawing:
    form: Form
    refusals: Mapping[str, str] = field(default_factory=dict)

    def sections(self) -> Iterator[FormSection]:
        for item in self.form.definition.items:
            if item.is_hidden:
                continue
            within = item.children if item.kind is Kind.GROUP else (item,)
            title = item.text if item.kind is Kind.GROUP else ""
            fields = self._fields(within, self.form.answers)
            yield FormSection(item.link_id, title, not self.form.shows(item), _when(item), fields)

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
        name = f"{prefix}{item.link_id}"
        answer = answers.at(item.link_id)
        base = Field(
            template=DRAWN_BY[item.kind],
            link_id=item.link_id,
            id=_id(name),
            name=name,
            label=item.text,
            short_label=item.label,
            hint=item.hint,
            error=self._error(item, answer.content),
            is_required=item.is_required,
            is_read_only=item.is_read_only,
            is_warning=item.is_warning,
            is_part=self._stands_in_a_group(item),
            is_off=bool(item.conditions) and not self.form.visibility.shows(item, row),
            is_follow_up=any(condition.question == previous for condition in item.conditions),
            when=_when(item),
            support_link=item.support_link,
            red_flags=() if row is not None else tuple(self.form.red_flags_of(item)),
        )
        if item.calculation is not None:
            return self._calculated(base, item, answer.content)
        if item.is_read_only:
            return replace(base, template="components/form/fixed.html", value=words(item, answer.content))
        return self._filled(base, item, answer, row)

    def _calculated(self, base: Field, item: Item, content: Content | None) -> Field:
        waited_for = [_lower_first(each) for each in lacking(self.form, item)] if content is None else []
        return replace(
            base,
            template="components/form/calculated.html",
            value=_machine_value(content),
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
                return replace(base, children=self._fields(item.children, self.form.answers))
            case Kind.ROWS:
                return self._with_rows(base, item, answer.content)
            case Kind.CHOICE | Kind.CHOICES | Kind.BOOLEAN:
                return _with_choices(base, item, answer.content)
            case Kind.ATTACHMENT:
                return self._with_documents(base, item, answer.content)
        return replace(
            base,
            value=typed(answer.content),
            unit=item.unit,
            width=_WIDTHS.get(item.kind, "medium" if item.max_length and item.max_length <= 120 else ""),
            keyboard=_KEYBOARDS.get(item.kind, ""),
            max_length=item.max_length,
            hint=base.hint or (item.example if item.kind is Kind.DATE else ""),
        )

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
            Choice(f"{base.id}-{document.id}", document.id, document.title, document.id in joined)
            for document in self.form.context.documents
        )
        return replace(base, groups=(ChoiceGroup("", choices),), is_multiple=True)

    def _error(self, item: Item, content: Content | None) -> str:
        return self.refusals.get(item.link_id) or fault(item, content)

    def _stands_in_a_group(self, item: Item) -> bool:
        """Inside a required group, the group itself is said to be unavailable."""
        parent = self.form.definition.parents.get(item.link_id)
        return parent is not None and self.form.definition.by_id[parent].is_required


def _with_choices(base: Field, item: Item, content: Content | None) -> Field:
    options = item.options or (Option("true", item.text),)
    if isinstance(content, Written):
        ticked: tuple[str, ...] = ("true",) if content.value is True else ()
    else:
        ticked = content.codes if isinstance(content, Chosen) else ()
    groups: dict[str, list[Choice]] = {}
    for option in options:
        choice = Choice(
            id=f"{base.id}-{_id(option.code)}",
            value=option.code,
            label=option.label,
            is_ticked=option.code in ticked,
            is_exclusive=option.is_exclusive,
            red_flag=option.red_flag,
        )
        groups.setdefault(option.group, []).append(choice)
    return replace(
        base,
        groups=tuple(ChoiceGroup(title, tuple(choices)) for title, choices in groups.items()),
        is_multiple=item.kind is not Kind.CHOICE,
        other_label=(item.other_label or "Autre") if item.accepts_other else "",
        other=content.other if isinstance(content, Chosen) else "",
    )


def typed(content: Content | None) -> str:
    """The answer as one would type it again."""
    match content:
        case Unreadable(raw=raw):
            return raw
        case Written(value=bool()):
            return ""
        case Written(value=date() as day):
            return f"{day:%d/%m/%Y}"
        case Written(value=int() | Decimal() as number):
            return number_words(number).replace("−", "-").replace("\u202f", "")
        case Written(value=text):
            return str(text)
    return ""


def _machine_value(content: Content | None) -> str:
    """For the conditions of the page."""
    if isinstance(content, Written) and isinstance(content.value, bool):
        return str(content.value).lower()
    return typed(content)


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
    elif isinstance(value, date):
        value = value.isoformat()
    return {"question": condition.question, "operator": condition.operator.value, "value": value}


def _id(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)
