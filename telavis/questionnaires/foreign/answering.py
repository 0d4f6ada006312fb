"""How one question of somebody else is answered here: its type, its options, how often."""

import json
from typing import Any

from telavis.questionnaires import bounds
from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.foreign.findings import Fate
from telavis.questionnaires.foreign.notes import Notes
from telavis.questionnaires.foreign.texts import dicts, french, text_of
from telavis.questionnaires.foreign.value_sets import codings_of
from telavis.questionnaires.parsing import CALCULABLE_TYPES

Json = dict[str, Any]

_CHOICES = ("choice", "open-choice")
_BEGINNING = (*_CHOICES, "date")
"""What may begin with the value of a formula, beside what may always have one."""
_YES_NO = {"url": fhir.ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"code": "radio-button"}]}}
_LIST = {"url": fhir.ONE_QUESTION, "valueBoolean": True}
_IN_TEXT = "on répond en texte libre"
_OF_TIME = ("date", "dateTime", "time")
_OF_LIST = ("linkId", "text", "prefix", "required", "enableWhen", "enableBehavior")
"""What belongs to a list of answers rather than to each answer."""


def answered(item: Json, form: Json, notes: Notes, *, is_in_rows: bool) -> Json | None:
    """The item as it is asked; None where it is not."""
    link_id, kind = item["linkId"], text_of(item, "type")
    if kind == "attachment" and is_in_rows:
        notes.tell(link_id, "attachment", Fate.IGNORED, "dans une liste, aucun document ne peut répondre")
        return None
    if kind == "reference":
        notes.otherwise(link_id, "reference", _IN_TEXT)
    item = _calculated(item, notes, is_in_rows=is_in_rows)
    item = _settled(_begun(item, notes, is_in_rows=is_in_rows), notes)
    if kind in _CHOICES:
        item = _with_options(item, form, notes)
    if kind == "boolean":
        item = {**item, "repeats": False}
    if kind == "quantity":
        item = _measured(item, notes)
    return _repeated(item, notes, is_in_rows=is_in_rows)


def with_no(item: Json) -> Json:
    """A yes/no question is answered by «Non» too; a box to tick says so itself, and a calculated one is not answered."""
    extensions = item.get("extension", [])
    if item.get("type") != "boolean" or "check-box" in json.dumps(extensions) or item.get("readOnly"):
        return item
    return {**item, "extension": [*extensions, _YES_NO]}


def _settled(item: Json, notes: Notes) -> Json:
    """What could never be answered is not required; a link that leads nowhere on the Web is not followed."""
    link_id = item["linkId"]
    if item.get("readOnly") and item.get("required"):
        notes.otherwise(link_id, "required", "en lecture seule, elle n’est pas obligatoire")
        item = {**item, "required": False}
    links = [
        text_of(each, "valueUri")
        for each in dicts(item.get("extension"))
        if each.get("url") == fhir.SUPPORT_LINK
    ]
    if any(not link.startswith(("https://", "http://")) for link in links):
        notes.tell(link_id, "supportLink", Fate.IGNORED, "ce lien n’est pas une adresse du Web")
        item = {**item, "extension": _without(item, fhir.SUPPORT_LINK)}
    if text_of(item, "type") in _OF_TIME and len(_without(item, fhir.MIN_VALUE, fhir.MAX_VALUE)) < len(
        item.get("extension", ())
    ):
        notes.tell(
            link_id,
            "minValue, maxValue",
            Fate.IGNORED,
            "les bornes d’un jour ou d’une heure ne sont pas vérifiées",
        )
    return item


def _calculated(item: Json, notes: Notes, *, is_in_rows: bool) -> Json:
    link_id = item["linkId"]
    formulas = [
        each for each in dicts(item.get("extension")) if each.get("url") == fhir.CALCULATED_EXPRESSION
    ]
    if any(each.get("url") == fhir.VARIABLE for each in item.get("extension", ())):
        notes.tell(link_id, "variable", Fate.IGNORED, "une variable appartient au formulaire ou à un groupe")
        item = {**item, "extension": _without(item, fhir.VARIABLE)}
    if not formulas:
        return item
    why = _why_not_calculated(
        formulas, text_of(item, "type"), is_in_rows=is_in_rows or bool(item.get("repeats"))
    )
    if why:
        notes.tell(link_id, "calculatedExpression", Fate.IGNORED, why)
        return {**item, "extension": _without(item, fhir.CALCULATED_EXPRESSION), "readOnly": False}
    if not item.get("readOnly") or item.get("required"):
        notes.otherwise(link_id, "calculatedExpression", "la valeur calculée ne se corrige pas")
    return {**item, "readOnly": True, "required": False}


def _begun(item: Json, notes: Notes, *, is_in_rows: bool) -> Json:
    """What a question begins with may be found by a formula, where it is one question with no other first value."""
    formulas = [each for each in dicts(item.get("extension")) if each.get("url") == fhir.INITIAL_EXPRESSION]
    if not formulas:
        return item
    kind = text_of(item, "type")
    is_list = bool(item.get("repeats")) and kind not in _CHOICES
    why = _why_not_calculated(
        formulas, "string" if kind in _BEGINNING else kind, is_in_rows=is_in_rows or is_list
    )
    if not why and (item.get("initial") or fhir.CALCULATED_EXPRESSION in json.dumps(item["extension"])):
        why = "la question a déjà une valeur"
    if not why:
        return item
    notes.tell(item["linkId"], "initialExpression", Fate.IGNORED, why)
    return {**item, "extension": _without(item, fhir.INITIAL_EXPRESSION)}


def _why_not_calculated(formulas: list[Json], kind: str, *, is_in_rows: bool) -> str:
    written = formulas[0].get("valueExpression", {})
    if written.get("language") != "text/fhirpath" or not written.get("expression"):
        return "seul FHIRPath est calculé"
    if kind not in CALCULABLE_TYPES:
        return "une réponse de ce type n’est pas calculée"
    return "rien n’est calculé dans une liste" if is_in_rows else ""


def _with_options(item: Json, form: Json, notes: Notes) -> Json:
    link_id = item["linkId"]
    options = [_translated(each) for each in dicts(item.get("answerOption")) if "valueReference" not in each]
    if len(options) < len(item.get("answerOption", ())):
        notes.tell(link_id, "answerOption", Fate.IGNORED, "une réponse qui renvoie à une autre ressource")
    if value_set := text_of(item, "answerValueSet"):
        options = [{"valueCoding": each} for each in codings_of(form, value_set)]
    item = {name: value for name, value in item.items() if name != "answerValueSet"}
    if 0 < len(options) <= bounds.OPTIONS:
        return {**item, "answerOption": options}
    what = (
        "la liste des réponses est trop longue"
        if options
        else "la liste des réponses n’est pas dans le fichier"
    )
    notes.otherwise(link_id, "answerValueSet" if value_set else "answerOption", f"{what} : {_IN_TEXT}")
    return {name: value for name, value in item.items() if name != "answerOption"} | {"type": "string"}


def _translated(option: Json) -> Json:
    coding = option.get("valueCoding")
    if not isinstance(coding, dict) or not (display := french(coding, "display")):
        return option
    return {**option, "valueCoding": {**coding, "display": display}}


def _measured(item: Json, notes: Notes) -> Json:
    """Its units, each with a code; without any it is a number."""
    extensions = list(dicts(item.get("extension")))
    units = [each for each in extensions if each.get("url") in (fhir.UNIT_OPTION, fhir.UNIT)]
    coded = [each for each in units if text_of(each.get("valueCoding", {}), "code")]
    if coded and len(coded) == len(units):
        return item
    notes.otherwise(item["linkId"], "quantity", "un nombre : aucune unité codée n’est proposée")
    kept = _without(item, fhir.UNIT_OPTION, fhir.MIN_QUANTITY, fhir.MAX_QUANTITY)
    return {**item, "type": "decimal", "extension": kept}


def _repeated(item: Json, notes: Notes, *, is_in_rows: bool) -> Json:
    """Several answers to one question are a list with one column."""
    kind = text_of(item, "type")
    if not item.get("repeats") or kind in (*_CHOICES, "attachment"):
        return item
    if is_in_rows:
        notes.otherwise(item["linkId"], "repeats", "une seule réponse dans chaque ligne de la liste")
        return {**item, "repeats": False}
    counts = (fhir.MIN_OCCURS, fhir.MAX_OCCURS, fhir.HIDDEN)
    of_list = [each for each in dicts(item.get("extension")) if each.get("url") in counts]
    answer = {
        name: value
        for name, value in item.items()
        if name not in _OF_LIST and name not in ("item", "repeats", "initial")
    }
    cell = {
        **answer,
        "linkId": f"{item['linkId']}/réponse",
        "text": item.get("text", ""),
        "extension": _without(item, *counts),
    }
    return {
        **{name: item[name] for name in (*_OF_LIST, "initial") if name in item},
        "type": "group",
        "repeats": True,
        "extension": [*of_list, _LIST],
        "item": [cell, *item.get("item", ())],
    }


def _without(item: Json, *urls: str) -> list[Json]:
    return [each for each in dicts(item.get("extension")) if each.get("url") not in urls]
