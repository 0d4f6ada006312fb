"""What the formulas of a form find once, when it is opened: answers like others, which whoever asks may change."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from telavis.questionnaires.answers import Answer, Answers, Chosen, Content, Written, from_json
from telavis.questionnaires.calculation.evaluator import NotCalculated, ask
from telavis.questionnaires.calculation.values import of_kind, question, tell
from telavis.questionnaires.checking import fits
from telavis.questionnaires.definition import Calculation, Definition, Item, Kind, Scalar
from telavis.questionnaires.form import Form

Launch = Callable[[], Mapping[str, Mapping[str, Any]]]
"""Who the form is opened about (`patient`) and by (`user`), as FHIR says it; asked only by a form that reads it."""


def begun(form: Definition, answers: Answers, launch: Launch) -> Answers:
    """The answers with which the form begins; what cannot be found is left open, for somebody to type."""
    if not form.beginnings:
        return answers
    facts = launch()
    found: dict[str, Answer] = {}
    for each in form.beginnings:
        try:
            content = _found(form, answers, each, facts)
        except NotCalculated as failure:
            tell(form, each, failure)
            if failure.is_grave:
                break
            continue
        if content is not None:
            found[each.item.link_id] = Answer(content)
    return answers.with_answers(found)


def _found(
    form: Definition, answers: Answers, beginning: Calculation, facts: Mapping[str, Mapping[str, Any]]
) -> Content | None:
    asked = question(Form(form, answers), beginning, facts.get("patient", {}))
    entry = ask({**asked, "user": {"resourceType": "Practitioner", **facts.get("user", {})}})
    content = from_json({"found": entry}).content("found") if entry else None
    if not isinstance(content, Written):
        return None
    fitted = _fitted(beginning.item, content.value)
    if not fits(replace(beginning.item, is_read_only=False), fitted):
        raise NotCalculated("does not fit")
    return fitted


def _fitted(item: Item, value: Scalar) -> Content:
    """An option by its code, a day as FHIR writes it."""
    if item.kind in (Kind.CHOICE, Kind.CHOICES):
        return Chosen((str(value).lower() if isinstance(value, bool) else str(value),))
    if item.kind is not Kind.DATE:
        return Written(of_kind(item.kind, value))
    try:
        return Written(date.fromisoformat(str(value)))
    except ValueError:
        raise NotCalculated("another type") from None
