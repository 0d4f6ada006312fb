"""The answers as a FHIR R4 QuestionnaireResponse (JSON)."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.answers import Answer, Answers, Chosen, Content, Joined, Rows, Written
from telavis.questionnaires.definition import Item, Kind, Quantity
from telavis.questionnaires.form import Form, JoinedDocument


def to_fhir(form: Form, *, identifier: str, authored: datetime, is_completed: bool) -> dict[str, Any]:
    """Shown and readable answers only, grouped as in the Questionnaire."""
    return {
        "resourceType": "QuestionnaireResponse",
        "id": identifier,
        "questionnaire": form.definition.canonical,
        "status": "completed" if is_completed else "in-progress",
        "authored": authored.isoformat(),
        "item": _level(form, form.definition.items, form.answers, None),
    }


def _level(form: Form, items: Iterable[Item], answers: Answers, row: Answers | None) -> list[dict[str, Any]]:
    """What stands side by side; what is asked under a question goes inside its answer, as the form has it."""
    nodes: list[dict[str, Any]] = []
    for item in items:
        found = list(_nodes(form, item, answers, row))
        question = next(
            (node for node in nodes if item.asked_under and node["linkId"] == item.asked_under), None
        )
        if question is None:
            nodes.extend(found)
        elif found and "answer" in question:
            question["answer"][0]["item"] = found[0]["item"]
    return nodes


def _nodes(form: Form, item: Item, answers: Answers, row: Answers | None) -> Iterable[dict[str, Any]]:
    """The response items of one item: none when it says nothing, one per row of a repeating group."""
    if item.kind is Kind.DISPLAY or not form.visibility.enables(item, row):
        return
    answer = answers.at(item.link_id)
    if isinstance(answer.content, Rows):
        yield from _rows(form, item, answer.content)
        return
    node: dict[str, Any] = {}
    values = list(_values(item, answer.content, form.context.documents))
    inside = _level(form, item.children, answers, row)
    if values:
        node["answer"] = values
    if inside:
        node["item"] = inside
    if answer.unavailable and not node:
        node["extension"] = _unavailable(answer)
    if node:
        yield {**_head(item), **node}


def _head(item: Item) -> dict[str, Any]:
    return {"linkId": item.link_id, **({"text": item.text} if item.text else {})}


def _rows(form: Form, item: Item, content: Rows) -> Iterable[dict[str, Any]]:
    head = _head(item)
    if item.is_one_question:
        said = [(cell, row.content(cell.link_id)) for row in content.rows for cell in item.cells]
        values = [value for cell, each in said for value in _values(cell, each, ())]
        yield from ({**head, "answer": values} for _ in values[:1])
        return
    for row in content.rows:
        yield {**head, "item": _level(form, item.children, row, row)}


def _values(
    item: Item, content: Content | None, documents: Iterable[JoinedDocument]
) -> Iterable[dict[str, Any]]:
    match content:
        case Written(value=value):
            yield _written(item, value)
        case Chosen(codes=codes, other=other):
            yield from (_coding(item, code) for code in codes)
            if other:
                yield {"valueString": other}
        case Joined(documents=ids):
            yield from (_attachment(document) for document in documents if document.id in ids)


def _written(item: Item, value: object) -> dict[str, Any]:
    match value:
        case str() if item.element == "valueReference":
            return {item.element: {"display": value}}
        case str() if item.element:
            return {item.element: value}
        case bool():
            return {"valueBoolean": value}
        case Quantity():
            return {"valueQuantity": _quantity(item, value)}
        case time():
            return {"valueTime": value.isoformat()}
        case datetime():
            return {"valueDateTime": value.isoformat()}
        case date():
            return {"valueDate": value.isoformat()}
        case int() if item.kind is Kind.INTEGER:
            return {"valueInteger": value}
        case int() | Decimal():
            return {"valueDecimal": float(value)}
    return {"valueString": str(value)}


def _quantity(item: Item, quantity: Quantity) -> dict[str, Any]:
    unit = item.unit_of(quantity.unit)
    return {
        "value": float(quantity.value),
        "unit": unit.label if unit else quantity.unit,
        "system": fhir.UCUM,
        "code": quantity.unit,
    }


def _coding(item: Item, code: str) -> dict[str, Any]:
    option = item.option(code)
    if option and option.element != "valueCoding":
        return {option.element: option.value if option.element != "valueDate" else code}
    if option and not option.is_coded:
        return {
            "valueCoding": {**({"system": option.system} if option.system else {}), "display": option.label}
        }
    coding = {"code": code, "display": option.label if option else code}
    return {"valueCoding": {**({"system": option.system} if option and option.system else {}), **coding}}


def _attachment(document: JoinedDocument) -> dict[str, Any]:
    media_type = {"contentType": document.media_type} if document.media_type else {}
    return {"valueAttachment": {"url": f"urn:uuid:{document.id}", "title": document.title, **media_type}}


def _unavailable(answer: Answer) -> list[dict[str, Any]]:
    return [
        {"url": fhir.DATA_ABSENT_REASON, "valueCode": "unknown"},
        {"url": fhir.UNAVAILABLE_BECAUSE, "valueString": answer.unavailable},
    ]
