"""Conditions of an item: offered by the kind of the question that they speak of, and said in words."""

import copy
from datetime import date
from decimal import Decimal
from typing import Any

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.definition import Condition, Definition, Item, Kind, Operator, Option, Quantity
from telavis.questionnaires.quantities import number_words
from telavis.studio.outline import Json
from telavis.values.refused import Refused

ANSWERED, NOT_ANSWERED = "answered", "not_answered"
_EXISTS = {ANSWERED: "a une réponse", NOT_ANSWERED: "n’a pas de réponse"}
_NUMBERS = {
    Operator.EQUALS.value: "est égal à",
    Operator.DIFFERS.value: "est différent de",
    Operator.ABOVE.value: "est supérieur à",
    Operator.AT_LEAST.value: "est supérieur ou égal à",
    Operator.BELOW.value: "est inférieur à",
    Operator.AT_MOST.value: "est inférieur ou égal à",
}
_CHOICES = {
    Operator.EQUALS.value: "est, ou contient",
    Operator.DIFFERS.value: "n’est pas, ou ne contient pas",
}
_BOXES = {Operator.EQUALS.value: "est cochée", Operator.DIFFERS.value: "n’est pas cochée"}
_DATES = {Operator.ABOVE.value: "est après le", Operator.BELOW.value: "est avant le"}


def comparisons(question: Item) -> dict[str, str]:
    """How this question may be compared, by the words that a page offers."""
    match question.kind:
        case Kind.CHOICE | Kind.CHOICES:
            return {**_CHOICES, **_EXISTS}
        case Kind.BOOLEAN:
            return dict(_BOXES)
        case Kind.INTEGER | Kind.DECIMAL | Kind.QUANTITY:
            return {**_NUMBERS, **_EXISTS}
        case Kind.DATE:
            return {**_DATES, **_EXISTS}
    return dict(_EXISTS)


def may_be_asked_about(definition: Definition, item: Item, question: Item) -> bool:
    """Another question, of the same table or of none, whose answer is known when this one is shown."""
    if question.link_id == item.link_id or not (question.is_question or question.kind is Kind.ROWS):
        return False
    return definition.row_of(question.link_id) in (None, definition.row_of(item.link_id))


def condition_of(question: Item, comparison: str, value: Any) -> Json:
    """As FHIR says it: an `enableWhen`."""
    made: Json = {"question": question.link_id}
    if comparison in _EXISTS:
        return {**made, "operator": "exists", "answerBoolean": comparison == ANSWERED}
    made["operator"] = comparison
    match question.kind:
        case Kind.CHOICE | Kind.CHOICES:
            option = question.option(str(value))
            if option is None:
                raise Refused("Choisissez une réponse de la liste.")
            return {**made, **_answer_of(option)}
        case Kind.BOOLEAN:
            return {**made, "answerBoolean": True}
        case Kind.INTEGER if isinstance(value, Decimal) and value == value.to_integral_value():
            return {**made, "answerInteger": int(value)}
        case Kind.INTEGER | Kind.DECIMAL if isinstance(value, Decimal):
            return {**made, "answerDecimal": float(value)}
        case Kind.QUANTITY if isinstance(value, Decimal):
            unit = {"unit": question.unit, "system": fhir.UCUM, "code": question.unit_code}
            return {**made, "answerQuantity": {"value": float(value), **unit}}
        case Kind.DATE if isinstance(value, date):
            return {**made, "answerDate": value.isoformat()}
    raise Refused("Écrivez la valeur à comparer.")


def _answer_of(option: Option) -> Json:
    """In the type of the option: «Non» is false, and a value that is compared with its name is never found."""
    if option.element != "valueCoding":
        plain = option.value if isinstance(option.value, bool | int) else option.code
        return {option.element.replace("value", "answer", 1): plain}
    named = {"code" if option.is_coded else "display": option.code}
    return {"answerCoding": {**({"system": option.system} if option.system else {}), **named}}


def with_condition(item: Json, condition: Json) -> Json:
    made = copy.deepcopy(item)
    made.setdefault("enableWhen", []).append(condition)
    made.setdefault("enableBehavior", "all")
    return made


def without_condition(item: Json, number: int) -> Json:
    made = copy.deepcopy(item)
    kept = [each for at, each in enumerate(made.get("enableWhen", ())) if at != number]
    if kept:
        made["enableWhen"] = kept
    else:
        made.pop("enableWhen", None)
        made.pop("enableBehavior", None)
    return made


def with_behaviour(item: Json, *, needs_all: bool) -> Json:
    return {**copy.deepcopy(item), "enableBehavior": "all" if needs_all else "any"}


def condition_words(definition: Definition, condition: Condition) -> str:
    """«Type de problème» est, ou contient, «lésion pigmentée»."""
    question = definition.by_id[condition.question]
    label = f"« {question.label} »"
    if condition.operator is Operator.EXISTS:
        return f"{label} {_EXISTS[ANSWERED if condition.value else NOT_ANSWERED]}"
    if question.options:
        return f"{label} {_choice_words(question, condition)}"
    match condition.value:
        case bool():
            is_ticked = (condition.operator is Operator.EQUALS) is condition.value
            return f"{label} {_BOXES['=' if is_ticked else '!=']}"
        case date() as day:
            return f"{label} {_DATES.get(condition.operator.value, condition.operator.value)} {day:%d/%m/%Y}"
        case int() | Decimal() | Quantity() as given:
            number = given.value if isinstance(given, Quantity) else given
            unit = f" {question.unit}" if question.unit else ""
            return f"{label} {_NUMBERS[condition.operator.value]} {number_words(number)}{unit}"
    return f"{label} {_verb(question, condition)} « {condition.value} »"


def _choice_words(question: Item, condition: Condition) -> str:
    named = (each.label for each in question.options if each.value == condition.value)
    return f"{_verb(question, condition)} « {next(named, condition.value)} »"


def _verb(question: Item, condition: Condition) -> str:
    verbs = {"=": "est", "!=": "n’est pas"}
    if question.kind is Kind.CHOICES:
        verbs = {"=": "contient", "!=": "ne contient pas"}
    return verbs.get(condition.operator.value, condition.operator.value)


def conditions_in_words(definition: Definition, item: Item) -> list[str]:
    return [condition_words(definition, each) for each in item.conditions]
