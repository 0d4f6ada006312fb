"""A complement: which questions may be asked for, which are waited for, and what a reply gives."""

from collections.abc import Iterator
from dataclasses import dataclass

from telavis.documents.models import Folder
from telavis.documents.queries import kept_in
from telavis.questionnaires.answers import Answers
from telavis.questionnaires.definition import Definition, Item, Kind
from telavis.questionnaires.extract import part_of
from telavis.questionnaires.form import Form
from telavis.questionnaires.queries import definition_of, form_of
from telavis.questionnaires.sections import Line
from telavis.service_requests.forms import form_context
from telavis.service_requests.models import ServiceRequest
from telavis.values.french import NARROW


@dataclass(frozen=True)
class Askable:
    """A question of the form that has no answer: the expert may ask for it."""

    rank: int
    """Its place among the questions of the form, which an address may say; its name could tell of the patient."""
    link_id: str
    label: str
    reason: str
    is_optional: bool


def askable_in(form: Form) -> list[Askable]:
    """Shown, not answered, and for the requester to answer; what they said to be unavailable first."""
    found = [
        Askable(
            rank, item.link_id, item.label, form.answers.at(item.link_id).unavailable, not item.is_required
        )
        for rank, item in enumerate(form.definition.entries(), start=1)
        if item.is_asked and not item.is_stored_elsewhere and form.shows(item) and not form.is_answered(item)
    ]
    return sorted(found, key=lambda each: (each.is_optional, each.rank))


def askable(service_request: ServiceRequest) -> list[Askable]:
    definition = _definition(service_request)
    if definition is None or service_request.response is None:
        return []
    asks_documents = any(item.kind is Kind.ATTACHMENT for item in definition.walk())
    context = form_context(service_request, documents=None if asks_documents else ())
    return askable_in(form_of(service_request.response, context))


def unavailable_in(service_request: ServiceRequest) -> list[str]:
    """linkIds of what the request said to be unavailable when it was sent; documents change nothing of that."""
    if service_request.response is None:
        return []
    form = form_of(service_request.response, form_context(service_request))
    return [item.link_id for item in form.unavailable()]


def waited_for(service_request: ServiceRequest) -> list[Item]:
    """The questions that were asked for and have not come, in the order of the form."""
    waiting = set(
        service_request.asked_items.filter(answered_at__isnull=True).values_list("link_id", flat=True)
    )
    definition = _definition(service_request)
    return [item for item in definition.entries() if item.link_id in waiting] if definition else []


def to_attach(service_request: ServiceRequest) -> list[Item]:
    """Those of them that only a document answers."""
    return [item for item in waited_for(service_request) if _is_a_document(item)]


def asked_form(service_request: ServiceRequest, answers: Answers) -> Form:
    """A small form of the questions that are waited for."""
    definition = _definition(service_request)
    if definition is None:
        return Form(Definition("", "", "", ()), Answers())
    wanted = {item.link_id for item in waited_for(service_request)}
    return Form(part_of(definition, wanted), answers)


def given_in(service_request: ServiceRequest, form: Form, folder: Folder | None) -> frozenset[str]:
    """linkIds of what this reply gives: answers, and documents where only a document answers."""
    answered = {item.link_id for item in form.definition.entries() if form.is_answered(item)}
    if folder and kept_in(folder).exists():
        answered |= {item.link_id for item in to_attach(service_request)}
    return frozenset(answered)


def in_words(text: str, form: Form) -> str:
    """What was written, then each answer on a line of its own: whoever reads the message reads them."""
    lines = [line for section in form.sections() for line in _lines(section.lines)]
    return "\n\n".join(filter(None, (text, "\n".join(lines))))


def words_of(line: Line) -> str:
    """One answer on one line."""
    if line.unavailable:
        return f"non disponible ({line.unavailable})"
    if line.rows:
        return " ; ".join(", ".join(filter(None, row)) for row in line.rows)
    return line.text


def _lines(lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        said = words_of(line)
        if said:
            yield f"{line.label}{NARROW}: {said}"


def _is_a_document(item: Item) -> bool:
    inside = [child for child in item.children if child.is_asked]
    if item.kind is Kind.GROUP:
        return bool(inside) and all(_is_a_document(child) for child in inside)
    return item.kind is Kind.ATTACHMENT


def _definition(service_request: ServiceRequest) -> Definition | None:
    response = service_request.response
    return definition_of(response.questionnaire_id) if response else None
