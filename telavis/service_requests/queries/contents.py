"""What was asked, as one reads it: the question first, then the facts, and what is missing in plain sight."""

from dataclasses import dataclass, replace
from uuid import UUID

from telavis.documents.models import Document
from telavis.questionnaires.form import Form
from telavis.questionnaires.queries import form_of
from telavis.questionnaires.sections import Section
from telavis.service_requests.forms import as_joined, form_context
from telavis.service_requests.models import ServiceRequest

QUESTION = "question"
"""The linkId of the question, the same in every form."""


@dataclass(frozen=True)
class Missing:
    label: str
    reason: str


@dataclass(frozen=True)
class Contents:
    question: str
    sections: list[Section]
    missing: list[Missing]
    red_flags: list[str]
    labels: dict[str, str]
    """linkId → label, to name the items of a complement."""


def contents_of(service_request: ServiceRequest, documents: dict[UUID, list[Document]]) -> Contents:
    """`documents`: by folder, as `documents_of` found them."""
    if service_request.response is None:
        return Contents("", [], [], [], {})
    joined = as_joined(documents.get(service_request.folder_id, []))
    form = form_of(service_request.response, context=form_context(service_request, documents=joined))
    sections = form.sections()
    return Contents(
        question=_question(sections),
        sections=[each for each in map(_without_question, sections) if each.lines],
        missing=_missing(form),
        red_flags=[flag.sentence for flag in form.red_flags()],
        labels={item.link_id: item.label for item in form.definition.walk()},
    )


def _question(sections: list[Section]) -> str:
    lines = (line for section in sections for line in section.lines)
    return next((line.text for line in lines if line.link_id == QUESTION), "")


def _without_question(section: Section) -> Section:
    return replace(section, lines=tuple(line for line in section.lines if line.link_id != QUESTION))


def _missing(form: Form) -> list[Missing]:
    unavailable = [Missing(item.label, item.reason) for item in form.unavailable()]
    return [*unavailable, *(Missing(item.label, "") for item in form.missing())]
