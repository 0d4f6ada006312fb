"""The answers as a FHIR R4 QuestionnaireResponse (JSON)."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.answers import Answer, Answers, Chosen, Content, Joined, Rows, Written
from telavis.questionnaires.definition import Item, Kind
from telavis.questionnaires.form import Form, JoinedDocument


def to_fhir(form: Form, *, identifier: str, authored: datetime, is_completed: bool) -> dict[str, Any]:
    """Shown and readable answers only, grouped as in the Questionnaire."""
    return {
        "resourceType": "QuestionnaireResponse",
        "id": identifier,
        "questionnaire": form.definition.canonical,
        "status": "completed" if is_completed else "in-progress",
        "authored": authored.isoformat(),
        "item": [node for item in form.definition.items for node in _nodes(form, item, form.answers, None)],
    }


def _nodes(form: Form, item: Item, answers: Answers, row: Answers | None) -> Iterable[dict[str, Any]]:
    """The response items of one item: none when it says nothing, one per row of a repeating group."""
    if item.kind is Kind.DISPLAY or not form.visibility.enables(item, row):
        return
    answer = answers.at(item.link_id)
    if isinstance(answer.content, Rows):
        for each in answer.content.rows:
            inside = [node for child in item.children for node in _nodes(form, child, each, each)]
            yield {"linkId": item.link_id, "text": item.text, "item": inside}
        return
    node: dict[str, Any] = {}
    values = list(_values(item, answer.content, form.context.documents))
    inside = [node for child in item.children for node in _nodes(form, child, answers, row)]
    if values:
        node["answer"] = values
    if inside:
        node["item"] = inside
    if answer.unavailable and not node:
        node["extension"] = _unavailable(answer)
    if node:
        yield {"linkId": item.link_id, "text": item.text, **node}


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
        case bool():
            return {"valueBoolean": value}
        case date():
            return {"valueDate": value.isoformat()}
        case int() if item.kind is Kind.INTEGER:
            return {"valueInteger": value}
        case int() | Decimal():
            return {"valueDecimal": float(value)}
    return {"valueString": str(value)}


def _coding(item: Item, code: str) -> dict[str, Any]:
    option = item.option(code)
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
