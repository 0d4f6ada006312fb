"""An opinion as answers to questions: what two pages write is brought together like the form of a request."""

from collections.abc import Iterable, Mapping
from typing import Any

from telavis.questionnaires.answers import NOTHING, Answer, Answers, Chosen, Content, Rows, Written
from telavis.questionnaires.definition import Definition, Item, Kind, Option
from telavis.service_requests.opinion import ActionLine, Certainty, Decision, Doer, Opinion

REASON = "reason"
"""Why a signed opinion is rectified; a draft keeps it beside the opinion."""


def _options(choices: Iterable[tuple[str, Any]]) -> tuple[Option, ...]:
    return tuple(Option(code, str(label)) for code, label in choices)


_ACTION = (
    Item("what", Kind.LONG_TEXT, "Quoi"),
    Item("who", Kind.CHOICE, "Qui", options=_options(Doer.choices)),
    Item("when", Kind.TEXT, "Quand"),
    Item("condition", Kind.TEXT, "Si… alors…"),
)
FORM = Definition(
    url="",
    version="",
    title="Avis",
    items=(
        Item(REASON, Kind.LONG_TEXT, "Ce qui est rectifié, et pourquoi", max_length=500),
        Item("short_answer", Kind.LONG_TEXT, "Réponse courte"),
        Item("decision", Kind.CHOICE, "Décision", options=_options(Decision.choices)),
        Item("decision_delay", Kind.TEXT, "Consultation sous quel délai", max_length=100),
        Item("actions", Kind.ROWS, "À faire", children=_ACTION),
        Item("warning_signs", Kind.LONG_TEXT, "Recontacter si…"),
        Item("for_patient", Kind.LONG_TEXT, "Pour le patient"),
        Item("hypothesis", Kind.TEXT, "Hypothèse principale", max_length=300),
        Item("certainty", Kind.CHOICE, "Certitude", options=_options(Certainty.choices)),
        Item("sources", Kind.LONG_TEXT, "Références"),
        Item("photo_quality", Kind.INTEGER, "Qualité des photos"),
        Item("information_quality", Kind.INTEGER, "Qualité des informations"),
    ),
)
"""Every part of an opinion, under its name."""


def as_answers(opinion: Opinion, reason: str = "") -> Answers:
    return Answers().with_answers(said_by(opinion, reason))


def said_by(opinion: Opinion, reason: str = "") -> dict[str, Answer]:
    """Every part, the empty ones too."""
    columns = {**opinion.columns(), REASON: reason}
    return {item.link_id: as_answer(item, columns[item.link_id]) for item in FORM.items}


def as_answer(item: Item, value: Any) -> Answer:
    """`value`: as a column keeps it."""
    if value in (None, "", []):
        return NOTHING
    match item.kind:
        case Kind.CHOICE:
            return Answer(Chosen((str(value),)))
        case Kind.ROWS:
            return Answer(Rows(tuple(_row(item, line) for line in value)))
    return Answer(Written(value))


def _row(item: Item, line: Mapping[str, str]) -> Answers:
    return Answers().with_answers(
        {cell.link_id: as_answer(cell, line[cell.link_id]) for cell in item.children}
    )


def as_opinion(answers: Answers) -> Opinion:
    values = {item.link_id: _value(answers.content(item.link_id)) for item in FORM.items}
    del values[REASON]
    return Opinion(**{name: value for name, value in values.items() if value is not None})


def reason_in(answers: Answers) -> str:
    return str(_value(answers.content(REASON)) or "")


def _value(content: Content | None) -> Any:
    match content:
        case Written(value=value):
            return value
        case Chosen(codes=codes):
            return codes[0]
        case Rows(rows=rows):
            return tuple(
                ActionLine(**{"what": "", **{name: _value(cell.content) for name, cell in row.by_id.items()}})
                for row in rows
            )
    return None
