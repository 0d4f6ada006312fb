"""The calculated values of a form, from its answers as FHIR; what fails is left without value, and logged without words."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import structlog
from django.utils import timezone

from telavis.questionnaires import fhir_response
from telavis.questionnaires.answers import Answer, Answers, Content, Written, from_json
from telavis.questionnaires.calculation.evaluator import NotCalculated, ask
from telavis.questionnaires.checking import fault
from telavis.questionnaires.definition import Calculation, Definition, Item, Kind, Scalar
from telavis.questionnaires.form import Form
from telavis.questionnaires.quantities import in_reference

PLACES = Decimal("0.00000001")
"""As many decimals as a person may type."""

log = structlog.get_logger("telavis.calculation")


def with_values(form: Form) -> Form:
    """The form with the values that follow from its answers now. After a lost child the others wait for another page."""
    known: dict[str, Answer] = {}
    for calculation in form.definition.calculations:
        so_far = replace(form, calculated=known)
        if not so_far.visibility.enables(calculation.item):
            continue
        try:
            value = _value(so_far, calculation)
        except NotCalculated as failure:
            tell(form.definition, calculation, failure)
            if failure.is_grave:
                break
            continue
        known = {**known, calculation.item.link_id: Answer(value)}
    return replace(form, calculated=known)


def tell(definition: Definition, calculation: Calculation, failure: NotCalculated) -> None:
    """To the log: which value, and why it is not there; nothing of the answers."""
    log.warning(
        "not_calculated",
        questionnaire=definition.canonical,
        item=calculation.item.link_id,
        why=failure.why,
    )


def question(form: Form, calculation: Calculation, patient: Mapping[str, Any]) -> dict[str, Any]:
    """What the child is asked."""
    return {
        "resource": _resource(form),
        "patient": {"resourceType": "Patient", **patient},
        "today": timezone.localdate().isoformat(),
        "variables": [[variable.name, variable.text] for variable in calculation.variables],
        "expression": calculation.expression,
    }


def _value(form: Form, calculation: Calculation) -> Content | None:
    patient = form.context.patient() if form.context.patient else {}
    return _fitted(calculation.item, ask(question(form, calculation, patient)))


def _resource(form: Form) -> dict[str, Any]:
    """The answers as FHIR; one that must still be corrected is no ground to calculate on."""
    asked = form.definition.by_id
    right = {
        link_id: in_reference(asked[link_id], answer)
        for link_id, answer in form.stored.by_id.items()
        if link_id in asked and not form.fault(asked[link_id])
    }
    return fhir_response.to_fhir(
        replace(form, stored=Answers(right)), identifier="", authored=timezone.now(), is_completed=False
    )


def _fitted(item: Item, entry: Mapping[str, Any]) -> Content | None:
    """The value in the type of the item; `NotCalculated` when it is another, or beyond what the form allows."""
    if not entry:
        return None
    content = from_json({item.link_id: entry}).content(item.link_id)
    fitted = Written(of_kind(item.kind, content.value if isinstance(content, Written) else None))
    if fault(item, fitted):
        raise NotCalculated("out of bounds")
    return fitted


def of_kind(kind: Kind, value: Scalar | None) -> Scalar:
    """The value, where it is one of this kind; or `NotCalculated`."""
    match value:
        case bool() if kind is Kind.BOOLEAN:
            return value
        case str() if kind in (Kind.TEXT, Kind.LONG_TEXT):
            return value
        case int() | Decimal() if kind is Kind.DECIMAL and not isinstance(value, bool):
            return _decimal(Decimal(value))
        case int() | Decimal() if (
            kind is Kind.INTEGER and not isinstance(value, bool) and value == int(value)
        ):
            return int(value)
    raise NotCalculated("another type")


def _decimal(value: Decimal) -> Decimal:
    try:
        short = value.quantize(PLACES, rounding=ROUND_HALF_UP).normalize()
        return short if short != short.to_integral_value() else short.quantize(Decimal(1))
    except InvalidOperation:
        raise NotCalculated("out of bounds") from None
