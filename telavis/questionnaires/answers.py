"""The answers to a form: their shapes in Python, and the same in the JSON that the database keeps.

`QuestionnaireResponse.answers` maps a linkId to one entry:

    {"value": "texte" | 3 | true}               text, integer, boolean
    {"decimal": "12.5"}   {"date": "2026-03-02"}
    {"time": "14:30:00"}  {"moment": "2026-03-02T14:30:00+01:00"}
    {"decimal": "12.5", "unit": "g/dL"}         a quantity, as it was typed
    {"raw": "12 mm"}                            typed, but not readable as what is asked: kept, and never sent;
                                                with its "unit" where one was chosen
    {"codes": ["stable"], "other": "…"}         choices
    {"documents": ["0198…"]}                    documents of the request's folder
    {"rows": [{"linkId": entry, …}, …]}         repeating group
    {"unavailable": "le motif"}                 alone or beside one of the others, which then wins

Answers are flat: a linkId is unique in its form, so groups need no level of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from telavis.questionnaires.definition import Quantity, Scalar


@dataclass(frozen=True)
class Written:
    """A value read as its item asks."""

    value: Scalar


@dataclass(frozen=True)
class Unreadable:
    """What was typed, when it cannot be read as its item asks."""

    raw: str
    unit: str = ""


@dataclass(frozen=True)
class Chosen:
    """Ticked options, by code, and the free «autre» text."""

    codes: tuple[str, ...] = ()
    other: str = ""


@dataclass(frozen=True)
class Joined:
    """Documents that answer a question, by id."""

    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows:
    """A repeating group: one set of answers per row."""

    rows: tuple["Answers", ...] = ()


Content = Written | Unreadable | Chosen | Joined | Rows


@dataclass(frozen=True)
class Answer:
    """What stands at one item: an answer, a reason why there is none, both, or nothing."""

    content: Content | None = None
    unavailable: str = ""

    @property
    def is_empty(self) -> bool:
        return self.content is None and not self.unavailable


@dataclass(frozen=True)
class Answers:
    """The answers of a form, or of one row."""

    by_id: Mapping[str, Answer] = field(default_factory=dict)

    def at(self, link_id: str) -> Answer:
        return self.by_id.get(link_id, NOTHING)

    def content(self, link_id: str) -> Content | None:
        return self.at(link_id).content

    def with_answers(self, changes: Mapping[str, Answer]) -> "Answers":
        merged = {**self.by_id, **changes}
        return Answers({link_id: answer for link_id, answer in merged.items() if not answer.is_empty})


NOTHING = Answer()


def from_json(stored: Mapping[str, Any]) -> Answers:
    return Answers({link_id: answer_from_json(entry) for link_id, entry in stored.items()})


def to_json(answers: Answers) -> dict[str, Any]:
    return {link_id: answer_to_json(answer) for link_id, answer in answers.by_id.items()}


def answer_from_json(entry: Mapping[str, Any]) -> Answer:
    return Answer(_content_from_json(entry), entry.get("unavailable", ""))


def _content_from_json(entry: Mapping[str, Any]) -> Content | None:
    if "value" in entry:
        return Written(entry["value"])
    if "decimal" in entry:
        number = Decimal(entry["decimal"])
        return Written(Quantity(number, entry["unit"]) if "unit" in entry else number)
    if "date" in entry:
        return Written(date.fromisoformat(entry["date"]))
    if "time" in entry:
        return Written(time.fromisoformat(entry["time"]))
    if "moment" in entry:
        return Written(datetime.fromisoformat(entry["moment"]))
    if "raw" in entry:
        return Unreadable(entry["raw"], entry.get("unit", ""))
    if "codes" in entry or "other" in entry:
        return Chosen(tuple(entry.get("codes", ())), entry.get("other", ""))
    if "documents" in entry:
        return Joined(tuple(entry["documents"]))
    if "rows" in entry:
        return Rows(tuple(from_json(row) for row in entry["rows"]))
    return None


def answer_to_json(answer: Answer) -> dict[str, Any]:
    entry = _content_to_json(answer.content)
    if answer.unavailable:
        entry["unavailable"] = answer.unavailable
    return entry


def _content_to_json(content: Content | None) -> dict[str, Any]:
    match content:
        case Written(value=Decimal() as number):
            return {"decimal": str(number)}
        case Written(value=Quantity() as quantity):
            return {"decimal": str(quantity.value), "unit": quantity.unit}
        case Written(value=time() as hour):
            return {"time": hour.isoformat()}
        case Written(value=datetime() as when):
            return {"moment": when.isoformat()}
        case Written(value=date() as day):
            return {"date": day.isoformat()}
        case Written(value=value):
            return {"value": value}
        case Unreadable(raw=raw, unit=unit):
            return {"raw": raw, **({"unit": unit} if unit else {})}
        case Chosen(codes=codes, other=other):
            return {"codes": list(codes), **({"other": other} if other else {})}
        case Joined(documents=documents):
            return {"documents": list(documents)}
        case Rows(rows=rows):
            return {"rows": [to_json(row) for row in rows]}
    return {}
