"""What a form says of itself: its address, version and title, whom it is about."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.foreign.findings import Fate
from telavis.questionnaires.foreign.knowledge import OF_FORM
from telavis.questionnaires.foreign.notes import Notes
from telavis.questionnaires.foreign.texts import dicts, french, object_of, text_of
from telavis.values.french import number

Json = dict[str, Any]

_LONGEST = {"url": 200, "version": 20, "title": 150}
FIRST_VERSION = "1"
LAUNCHED = ("patient", "user")


def head_of(source: Json, notes: Notes) -> Json:
    """The address, version and title under which it is kept; one that lacks is given."""
    notes.tell_unread(source, OF_FORM, "")
    _refuse_what_is_none(source, notes)
    _tell_unknown_launch(source, notes)
    title = (
        french(source, "title")
        or text_of(source, "name")
        or text_of(source, "url")
        or "Formulaire sans titre"
    )
    notes.tell_turning(text_of(source, "title"), "")
    head = {"url": text_of(source, "url"), "version": text_of(source, "version"), "title": title}
    if not head["url"]:
        head["url"] = f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps(source, sort_keys=True))}"
        notes.otherwise("", "url", f"sans adresse, il est gardé sous {head['url']}")
    if not head["version"]:
        head["version"] = FIRST_VERSION
        notes.otherwise("", "version", f"sans version, il est gardé comme version {FIRST_VERSION}")
    for name, most in _LONGEST.items():
        if len(head[name]) > most:
            notes.tell("", name, Fate.REFUSED, f"plus de {number(most)} caractères")
    return head


def _tell_unknown_launch(source: Json, notes: Notes) -> None:
    """Who a form may be opened about and by; what else it expects is not given."""
    for each in dicts(source.get("extension")):
        if each.get("url") != fhir.LAUNCH_CONTEXT:
            continue
        names = [part for part in dicts(each.get("extension")) if part.get("url") == "name"]
        for part in names:
            name = text_of(object_of(part, "valueCoding"), "code") or text_of(part, "valueId")
            if name not in LAUNCHED:
                notes.tell("", "launchContext", Fate.IGNORED, f"« {name[:40]} » n’est pas fourni")


def _refuse_what_is_none(source: Json, notes: Notes) -> None:
    if source.get("resourceType") != "Questionnaire":
        notes.tell("", "resourceType", Fate.REFUSED, "ce n’est pas un Questionnaire FHIR")
    if source.get("implicitRules"):
        notes.tell("", "implicitRules", Fate.REFUSED, "des règles d’ailleurs changent le sens du formulaire")
    if source.get("status") == "retired":
        notes.tell("", "status", Fate.REFUSED, "son auteur l’a retiré")
    subjects = source.get("subjectType") or []
    if not isinstance(subjects, list) or (subjects and "Patient" not in subjects):
        notes.tell("", "subjectType", Fate.REFUSED, "il ne porte pas sur un patient")
    for each in dicts(source.get("contained")):
        if each.get("resourceType") != "ValueSet":
            notes.tell("", f"contained ({text_of(each, 'resourceType')})", Fate.IGNORED)
