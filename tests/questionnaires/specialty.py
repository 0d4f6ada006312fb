"""What the tests of one shipped form ask of it: its alarms, its calculated values, the conditions of its items."""

from typing import Any

from telavis.questionnaires.answers import Answers, Written
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.catalogue import shipped
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.form import Context, Form
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.reading import as_fields, read_fields

Typed = dict[str, str | list[str]]


def shipped_form(code: str) -> Definition:
    return parse(next(entry.definition for entry in shipped() if entry.code == code))


def answered(definition: Definition, typed: Typed, context: dict[str, Any] | None = None) -> Form:
    answers, refusals = read_fields(definition, as_fields(typed), Answers())
    assert refusals == []
    return Form(definition, answers, Context.of(context))


def alarms(definition: Definition, typed: Typed) -> list[str]:
    return [flag.sentence for flag in answered(definition, typed).red_flags()]


def calculated(definition: Definition, patient: dict[str, str], typed: Typed) -> dict[str, Any]:
    """Every value that follows from these answers."""
    form = with_values(answered(definition, typed, {"patient": lambda: patient}))
    found = {each.item.link_id: form.content(each.item) for each in definition.calculations}
    return {link_id: content.value for link_id, content in found.items() if isinstance(content, Written)}


def conditions(definition: Definition, link_id: str) -> set[str]:
    item = definition.by_id[link_id]
    assert not item.needs_all_conditions or len(item.conditions) <= 1
    return {f"{each.question}={each.value}" for each in item.conditions}
