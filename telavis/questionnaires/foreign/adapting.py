"""A form of somebody else becomes one that this program asks; whatever differs on the way is told, item by item."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from telavis.questionnaires import bounds
from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.calculation.expressions import FUNCTIONS, check, faulty
from telavis.questionnaires.calculation.trial import SENTENCE as TOO_SLOW
from telavis.questionnaires.calculation.trial import too_slow
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.foreign.findings import Fate, Finding
from telavis.questionnaires.foreign.head import head_of
from telavis.questionnaires.foreign.notes import Notes
from telavis.questionnaires.foreign.questions import OF_THE_FORM, Questions, without_expressions
from telavis.questionnaires.foreign.texts import dicts
from telavis.questionnaires.invalid import InvalidDefinition
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.shapes import check_shape

Json = dict[str, Any]

LATE_MAX = 5
"""Formulas too slow for a page that one file may hold: each is tried, and takes its reader a second or two."""
FACTS = frozenset(("birthDate", "gender"))
"""Of the patient, as calculations are given them."""


@dataclass(frozen=True)
class Adapted:
    """What this program keeps of the file: the form as it asks it, and what there is to know of the rest."""

    definition: Json
    findings: tuple[Finding, ...]
    form: Definition | None = None
    """None when it is refused."""

    @property
    def is_refused(self) -> bool:
        return self.form is None


def adapt(source: Any) -> Adapted:
    """Nothing is dropped in silence: what is not shown as written has its finding."""
    try:
        check_shape(source)
    except InvalidDefinition as refused:
        return Adapted({}, tuple(_refused(refused)))
    if _speaks_our_words(source):
        return _ours(source)
    notes = Notes()
    for link_id in _modified(source):
        sentence = "cette extension change le sens de l’élément, et n’est pas connue"
        notes.tell(link_id, "modifierExtension", Fate.REFUSED, sentence)
    definition = {**source, **head_of(source, notes), "item": Questions(source, notes).items()}
    form = _read(definition, notes)
    is_refused = any(each.fate is Fate.REFUSED for each in notes.findings)
    return Adapted(definition, tuple(notes.findings), None if is_refused else form)


def _speaks_our_words(form: Json) -> bool:
    """One that left from here says some things by our own extensions: it is asked as it stands, or refused."""
    return f'"{fhir.OURS}/' in json.dumps(form)


def _ours(source: Json) -> Adapted:
    try:
        form = parse(source)
        check(form)
    except InvalidDefinition as refused:
        return Adapted(source, tuple(_refused(refused)))
    return Adapted(source, (), form)


def _read(definition: Json, notes: Notes) -> Definition | None:
    """A formula that cannot be evaluated here is set aside, its question is then asked; any other fault refuses."""
    try:
        form = parse(definition)
        for _ in range(bounds.ITEMS):
            faults = list(faulty(form)) or list(islice(too_slow(form), LATE_MAX + 1))
            if len(faults) > LATE_MAX and faults[0][1] == TOO_SLOW:
                notes.tell(
                    "", "expression", Fate.REFUSED, f"plus de {LATE_MAX} formules trop longues à évaluer"
                )
                return None
            if not faults:
                _tell_unknown_facts(form, notes)
                return form
            for expression, sentence in faults:
                owner = "" if expression.owner == OF_THE_FORM else expression.owner
                notes.tell(owner, "expression", Fate.IGNORED, sentence)
            aside = {(expression.owner, expression.text) for expression, _ in faults}
            definition.update(without_expressions(definition, aside))
            form = parse(definition)
    except InvalidDefinition as refused:
        notes.findings.extend(_refused(refused))
    return None


def _tell_unknown_facts(form: Definition, notes: Notes) -> None:
    """A formula may name more of the patient than it is ever given: it then finds nothing."""
    for each in (*form.calculations, *form.beginnings):
        if set(each.of_patient) - FUNCTIONS - FACTS:
            sentence = "du patient, une formule ne connaît que la date de naissance et le sexe"
            notes.tell(each.item.link_id, "expression", Fate.IGNORED, sentence)


def _refused(refused: InvalidDefinition) -> Iterator[Finding]:
    for fault in refused.faults:
        yield Finding(fault.link_id, "", Fate.REFUSED, fault.sentence)


def _modified(source: Json) -> Iterator[str]:
    """The items where something changes the meaning of what it stands in."""
    waiting: list[tuple[Any, str]] = [(source, "")]
    while waiting:
        value, link_id = waiting.pop()
        if isinstance(value, list):
            waiting.extend((each, link_id) for each in value)
        elif isinstance(value, dict):
            link_id = value["linkId"] if isinstance(value.get("linkId"), str) else link_id
            if list(dicts(value.get("modifierExtension"))):
                yield link_id
            waiting.extend((each, link_id) for each in value.values())
