"""Small forms for tests, and the shorthands to build them."""

from typing import Any

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.answers import Answers
from telavis.questionnaires.definition import Definition, Item, Kind
from telavis.questionnaires.form import Context, Form
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.reading import Refusal, as_fields, read_fields

Json = dict[str, Any]


def item(link_id: str, kind: str, text: str = "", **more: Any) -> Json:
    return {"linkId": link_id, "type": kind, "text": text or link_id.capitalize(), **more}


def option(code: str, *extensions: Json, label: str = "") -> Json:
    coding = {"code": code, "display": label or code}
    return {"valueCoding": coding, **({"extension": list(extensions)} if extensions else {})}


def extension(url: str, **value: Any) -> Json:
    return {"url": url, **value}


EXCLUSIVE = extension(fhir.OPTION_EXCLUSIVE, valueBoolean=True)


def choice(link_id: str, *options: Any, **more: Any) -> Json:
    listed = [each if isinstance(each, dict) else option(each) for each in options]
    return item(link_id, more.pop("type", "choice"), answerOption=listed, **more)


def when(question: str, operator: str = "=", **answer: Any) -> Json:
    if "code" in answer:
        answer = {"answerCoding": {"code": answer["code"]}}
    return {"question": question, "operator": operator, **answer}


def section(*items: Json, link_id: str = "section", text: str = "La section") -> Json:
    return item(link_id, "group", text, item=list(items))


def definition(*items: Json) -> Definition:
    return parse(
        {
            "resourceType": "Questionnaire",
            "url": "https://telavis.example/Questionnaire/essai",
            "version": "1",
            "title": "Essai",
            "item": [section(*items)],
        }
    )


def read(
    form: Definition, before: Answers | None = None, /, **fields: str | list[str]
) -> tuple[Answers, list[Refusal]]:
    """What a page sends; «__» in a name stands for «/»."""
    named = {name.replace("__", "/"): value for name, value in fields.items()}
    return read_fields(form, as_fields(named), before or Answers())


def filled(form: Definition, context: Json | None = None, /, **fields: str | list[str]) -> Form:
    answers, refusals = read(form, **fields)
    assert refusals == []
    return Form(form, answers, Context.of(context))


def told(item: Item) -> str:
    """The kind of an item, and what is offered under it."""
    asked = [child.kind.value for child in item.children if child.is_asked]
    if item.kind is Kind.QUANTITY:
        return f"quantity {' · '.join(unit.label for unit in item.units)}"
    if item.kind in (Kind.GROUP, Kind.ROWS):
        return f"{item.kind.value}: {' · '.join(asked)}"
    if item.options:
        other = " and other" if item.accepts_other else ""
        offered = " · ".join(option.label for option in item.options)
        return f"{item.kind.value}{other}: {offered}".replace("\u00a0", " ").replace("\u202f", " ")
    limit = f" {item.max_length}" if item.kind is Kind.LONG_TEXT else ""
    unit = f" {item.unit}" if item.unit else ""
    least = f", at least {item.min_count}" if item.min_count else ""
    return f"{item.kind.value}{limit}{unit}{least}"


def called_by(item: Item) -> set[str]:
    """The conditions of an item, as one reads them."""
    return {f"{each.question} {each.operator.value} {each.value}" for each in item.conditions}


def plain(text: str) -> str:
    """With ordinary spaces, as one writes it in a test."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
