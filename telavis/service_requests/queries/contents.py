"""What was asked, as one reads it: the question first, then the facts, and what is missing in plain sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from telavis.documents.models import Document
from telavis.questionnaires.answers import from_json
from telavis.questionnaires.completeness import Completeness
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.extract import part_of
from telavis.questionnaires.form import Form
from telavis.questionnaires.queries import form_of
from telavis.questionnaires.sections import Line, Section
from telavis.service_requests.forms import as_joined, form_context
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries.complements import askable_in, words_of
from telavis.service_requests.queries.history import History
from telavis.values.french import NARROW, moment

QUESTION = "question"
"""The linkId of the question, the same in every form."""
DOCUMENT = "document joint"


@dataclass(frozen=True)
class Missing:
    """An expected answer that is not there; what has become of it since."""

    label: str
    reason: str
    rank: int = 0
    """To ask for it; 0: it cannot be asked for by itself."""
    given: str = ""
    """«reçu en complément hier à 14 h 02»."""
    is_waited_for: bool = False


@dataclass(frozen=True)
class Contents:
    question: str
    sections: list[Section]
    missing: list[Missing]
    completeness: Completeness
    red_flags: list[str]
    labels: dict[str, str]
    """linkId → label, to name the items of a complement."""
    completed: dict[str, str] = field(default_factory=dict)
    """linkId → what a complement has said of it since; «document joint» where a document answers."""


def contents_of(
    service_request: ServiceRequest, documents: dict[UUID, list[Document]], history: History | None = None
) -> Contents:
    """`documents`: by folder, as `documents_of` found them. `history`: what was asked for since, and given."""
    if service_request.response is None:
        return Contents("", [], [], Completeness(0, 0), [], {})
    joined = as_joined(documents.get(service_request.folder_id, []))
    form = form_of(service_request.response, context=form_context(service_request, documents=joined))
    given = _given(form.definition, history) if history else {}
    sections = form.sections()
    return Contents(
        question=_question(sections),
        sections=[each for each in (_shown(section, given) for section in sections) if each.lines],
        missing=_missing(form, given, history),
        completeness=form.completeness(),
        red_flags=[flag.sentence for flag in form.red_flags()],
        labels={item.link_id: item.label for item in form.definition.walk()},
        completed={link_id: each.words or DOCUMENT for link_id, each in given.items()},
    )


@dataclass(frozen=True)
class _Given:
    when: datetime
    words: str

    @property
    def in_words(self) -> str:
        return f"reçu en complément {moment(timezone.localtime(self.when), timezone.localtime())}"


def _given(definition: Definition, history: History) -> dict[str, _Given]:
    """linkId → what a complement has said of it; without words where a document answers."""
    came = {each.link_id: each.answered_at for each in history.asked if each.answered_at}
    answers: dict[str, Any] = {}
    for said in history.exchange:
        answers |= said.answers
    replies = Form(part_of(definition, came), from_json(answers)).sections()
    lines = [line for section in replies for line in section.lines]
    return {link_id: _Given(when, _words(definition, link_id, lines)) for link_id, when in came.items()}


def _words(definition: Definition, link_id: str, lines: list[Line]) -> str:
    """«120 µmol/L»; of a group, each of its answers with its label."""
    inside = {child.link_id for child in definition.by_id[link_id].children}
    said = [
        words if line.link_id == link_id else f"{line.label}{NARROW}: {words}"
        for line in lines
        if line.link_id in {link_id, *inside} and (words := words_of(line))
    ]
    return ", ".join(said)


def _question(sections: list[Section]) -> str:
    lines = (line for section in sections for line in section.lines)
    return next((line.text for line in lines if line.link_id == QUESTION), "")


def _shown(section: Section, given: Mapping[str, _Given]) -> Section:
    """Without the question, which stands above; beside what was unavailable, what has come since."""
    lines = (line for line in section.lines if line.link_id != QUESTION)
    return replace(section, lines=tuple(_completed(line, given.get(line.link_id)) for line in lines))


def _completed(line: Line, given: _Given | None) -> Line:
    if given is None:
        return line
    said = f"{given.in_words}{NARROW}: {given.words}" if given.words else given.in_words
    return replace(line, note=said)


def _missing(form: Form, given: Mapping[str, _Given], history: History | None) -> list[Missing]:
    ranks = {each.link_id: each.rank for each in askable_in(form)}
    waited_for = {each.link_id for each in history.asked if each.answered_at is None} if history else set()
    lacking = [(item.link_id, item.label, item.reason) for item in form.unavailable()]
    lacking += [(item.link_id, item.label, "") for item in form.missing()]
    return [
        Missing(
            label,
            reason,
            ranks.get(link_id, 0),
            given[link_id].in_words if link_id in given else "",
            link_id in waited_for,
        )
        for link_id, label, reason in lacking
    ]
