"""Whether the JSON of a form has the shape that FHIR says, and the size that we bear; what follows may then trust it.

Only the elements that this program reads are described. The others are somebody's else, and may be what they are.
"""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from telavis.questionnaires import bounds
from telavis.questionnaires.invalid import TOLD_MAX, WHOLE_FORM, Fault, InvalidDefinition
from telavis.values.french import number

Shape = Any
"""A type, a tuple of types, a list with the shape of each of its elements, or the elements of an object by name."""

_NUMBER = (int, float)


def _texts(*names: str) -> dict[str, Shape]:
    return dict.fromkeys(names, str)


_CODING = _texts("system", "code", "display", "version")
_QUANTITY = {"value": _NUMBER, **_texts("unit", "system", "code")}
_EXTENSION: dict[str, Shape] = {
    **_texts("url", "valueString", "valueUri", "valueUrl", "valueCode", "valueCanonical"),
    **_texts("valueMarkdown", "valueDate", "valueDateTime", "valueTime"),
    "valueInteger": int,
    "valueDecimal": _NUMBER,
    "valueBoolean": bool,
    "valueCoding": _CODING,
    "valueQuantity": _QUANTITY,
    "valueRange": {"low": _QUANTITY, "high": _QUANTITY},
    "valueCodeableConcept": {"coding": [_CODING], "text": str},
    "valueExpression": _texts("language", "expression", "name"),
}
_EXTENSION["extension"] = [_EXTENSION]
_WHEN: dict[str, Shape] = {
    **_texts("question", "operator", "answerString", "answerDate", "answerDateTime", "answerTime"),
    "answerBoolean": bool,
    "answerInteger": int,
    "answerDecimal": _NUMBER,
    "answerCoding": _CODING,
    "answerQuantity": _QUANTITY,
}
_OPTION: dict[str, Shape] = {
    **_texts("valueString", "valueDate", "valueTime"),
    "valueInteger": int,
    "valueCoding": _CODING,
    "initialSelected": bool,
    "extension": [_EXTENSION],
}
_ITEM: dict[str, Shape] = {
    **_texts("linkId", "type", "text", "prefix", "enableBehavior", "answerValueSet"),
    **dict.fromkeys(("required", "repeats", "readOnly"), bool),
    "maxLength": int,
    "enableWhen": [_WHEN],
    "answerOption": [_OPTION],
    "initial": [_OPTION | {"valueBoolean": bool, "valueDecimal": _NUMBER, "valueUri": str}],
    "extension": [_EXTENSION],
}
_ITEM["item"] = [_ITEM]
QUESTIONNAIRE: dict[str, Shape] = {
    **_texts("resourceType", "url", "version", "name", "title", "description"),
    "item": [_ITEM],
    "extension": [_EXTENSION],
}
_IN_WORDS = {str: "un texte", bool: "vrai ou faux", int: "un nombre entier", _NUMBER: "un nombre"}


def check_shape(definition: Any) -> None:
    """`InvalidDefinition` names every element that is not what FHIR says, or more than we bear."""
    _check_size(definition)
    faults = []
    for fault in _faults(definition, QUESTIONNAIRE, "le questionnaire", WHOLE_FORM, depth=0):
        faults.append(fault)
        if len(faults) == TOLD_MAX:
            break
    faults.extend(_too_many(definition) if not faults else ())
    if faults:
        raise InvalidDefinition.of(faults)


def _check_size(definition: Any) -> None:
    """Everything is counted, also what nobody reads; each text can be written to the database and to a page."""
    waiting: list[tuple[Any, str, int]] = [(definition, WHOLE_FORM, 1)]
    for seen in range(1, bounds.ELEMENTS + 2):
        if not waiting:
            return
        value, link_id, depth = waiting.pop()
        if seen > bounds.ELEMENTS:
            _refuse(
                WHOLE_FORM, f"Ce formulaire a plus de {number(bounds.ELEMENTS)} éléments : il est trop grand."
            )
        if depth > bounds.NESTING:
            _refuse(link_id, f"Des éléments sont imbriqués sur plus de {bounds.NESTING} niveaux.")
        if isinstance(value, dict):
            own = value.get("linkId")
            link_id = own[: bounds.LINK_ID] if isinstance(own, str) and is_writable(own) else link_id
            waiting.extend((each, link_id, depth) for each in value)
            waiting.extend((each, link_id, depth + 1) for each in value.values())
        elif isinstance(value, list):
            waiting.extend((each, link_id, depth + 1) for each in value)
        elif isinstance(value, str):
            _check_text(value, link_id)
        elif isinstance(value, float) and not isfinite(value):
            _refuse(link_id, "Une valeur n’est pas un nombre.")


def _check_text(text: str, link_id: str) -> None:
    if len(text) > bounds.TEXT:
        _refuse(
            link_id,
            f"Un texte a {number(len(text))} caractères ; il en faut au plus {number(bounds.TEXT)}.",
        )
    if not is_writable(text):
        _refuse(
            link_id, "Un texte contient un caractère que rien ne peut écrire (nul, ou moitié de caractère)."
        )


def is_writable(text: str) -> bool:
    """Neither null, which the database refuses, nor half a character, which no page can say."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _refuse(link_id: str, sentence: str) -> None:
    raise InvalidDefinition(link_id, sentence)


def _faults(value: Any, shape: Shape, name: str, link_id: str, *, depth: int) -> Iterator[Fault]:
    """Depth-first, in the order of the file; `depth` counts items inside items."""
    if isinstance(shape, list):
        if not isinstance(value, list):
            yield Fault(link_id, f"« {name} » doit être une liste.")
            return
        for each in value:
            yield from _faults(each, shape[0], name, link_id, depth=depth)
    elif isinstance(shape, dict):
        yield from _faults_of_object(value, shape, name, link_id, depth=depth)
    elif not isinstance(value, shape) or (isinstance(value, bool) and shape is not bool):
        yield Fault(link_id, f"« {name} » doit être {_IN_WORDS[shape]}.")
    elif shape in (int, _NUMBER) and abs(value) > bounds.NUMBER:
        yield Fault(link_id, f"« {name} » est un nombre démesuré.")


def _faults_of_object(
    value: Any, shape: dict[str, Shape], name: str, link_id: str, *, depth: int
) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(link_id, f"« {name} » doit être un objet.")
        return
    if shape is _ITEM:
        own = value.get("linkId")
        link_id, depth = own if isinstance(own, str) else link_id, depth + 1
        if depth > bounds.DEPTH:
            yield Fault(link_id, f"Des éléments sont imbriqués sur plus de {bounds.DEPTH} niveaux.")
            return
    for each, inside in shape.items():
        if each in value:
            yield from _faults(value[each], inside, each, link_id, depth=depth)


def _too_many(definition: dict[str, Any]) -> Iterator[Fault]:
    """More items, options or conditions than a page bears."""
    waiting = list(definition.get("item", ()))
    count = 0
    while waiting:
        item = waiting.pop()
        count += 1
        waiting.extend(item.get("item", ()))
        for name, most, words in (
            ("answerOption", bounds.OPTIONS, "réponses proposées"),
            ("enableWhen", bounds.CONDITIONS, "conditions"),
            ("extension", bounds.CONDITIONS, "extensions"),
        ):
            if len(item.get(name, ())) > most:
                sentence = f"Il y a {number(len(item[name]))} {words} ; il en faut au plus {number(most)}."
                yield Fault(item.get("linkId", WHOLE_FORM), sentence)
    if count > bounds.ITEMS:
        sentence = f"Ce formulaire a {number(count)} éléments ; il en faut au plus {number(bounds.ITEMS)}."
        yield Fault(WHOLE_FORM, sentence)
