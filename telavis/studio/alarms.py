"""Alarms of an item: a sentence, the conditions that raise it, and how many of them it needs; as FHIR and in words."""

import copy
from dataclasses import dataclass

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.definition import Definition, Item
from telavis.studio.conditions import condition_words
from telavis.studio.outline import Json
from telavis.values.refused import Refused


def with_alarm(item: Json, sentence: str, condition: Json) -> Json:
    """A new sentence, raised by this condition."""
    made = copy.deepcopy(item)
    alarm = {
        "url": fhir.RED_FLAG,
        "extension": [{"url": "sentence", "valueString": sentence}, _when(condition)],
    }
    made.setdefault("extension", []).append(alarm)
    return made


def with_alarm_condition(item: Json, number: int, condition: Json) -> Json:
    """One more condition of an alarm; how many of them it needs stays, where that was said."""
    made = copy.deepcopy(item)
    _alarms(made)[number]["extension"].append(_when(condition))
    return made


def without_alarm_condition(item: Json, number: int, place: int) -> Json:
    """One condition less; an alarm keeps the last one, and never needs more than it has."""
    made = copy.deepcopy(item)
    alarm = _alarms(made)[number]
    conditions = [each for each in alarm["extension"] if each.get("url") == "when"]
    if len(conditions) == 1:
        raise Refused("Une alarme garde une condition au moins : retirez plutôt l’alarme.")
    gone = conditions[place]
    alarm["extension"] = [each for each in alarm["extension"] if each is not gone]
    said = next((each["valueInteger"] for each in alarm["extension"] if each.get("url") == "atLeast"), None)
    return with_alarm_needing(made, number, said) if said else made


def with_alarm_needing(item: Json, number: int, at_least: int) -> Json:
    """So many of its conditions raise it; all of them is what goes without saying."""
    made = copy.deepcopy(item)
    alarm = _alarms(made)[number]
    parts = [each for each in alarm["extension"] if each.get("url") != "atLeast"]
    conditions = sum(1 for each in parts if each.get("url") == "when")
    if at_least < 1:
        raise Refused("Il faut une condition au moins.")
    if at_least < conditions:
        parts.append({"url": "atLeast", "valueInteger": at_least})
    alarm["extension"] = parts
    return made


def without_alarm(item: Json, number: int) -> Json:
    made = copy.deepcopy(item)
    gone = _alarms(made)[number]
    kept = [each for each in made["extension"] if each is not gone]
    if kept:
        made["extension"] = kept
    else:
        del made["extension"]
    return made


def _alarms(item: Json) -> list[Json]:
    return [
        each for each in item.get("extension", ()) if each.get("url") == fhir.RED_FLAG and "extension" in each
    ]


def _when(condition: Json) -> Json:
    name, value = next((key, value) for key, value in condition.items() if key.startswith("answer"))
    return {
        "url": "when",
        "extension": [
            {"url": "question", "valueString": condition["question"]},
            {"url": "operator", "valueString": condition["operator"]},
            {"url": "answer", name.replace("answer", "value", 1): value},
        ],
    }


@dataclass(frozen=True)
class AlarmWords:
    """An alarm of an item, as one reads it."""

    number: int
    sentence: str
    conditions: tuple[str, ...]
    at_least: int

    @property
    def needs_all(self) -> bool:
        return self.at_least == len(self.conditions)

    @property
    def counts(self) -> range:
        """How many of its conditions it may need."""
        return range(1, len(self.conditions) + 1)


def alarms_in_words(definition: Definition, item: Item) -> list[AlarmWords]:
    return [
        AlarmWords(
            number,
            rule.sentence,
            tuple(condition_words(definition, each) for each in rule.when),
            rule.at_least,
        )
        for number, rule in enumerate(item.red_flags)
    ]
