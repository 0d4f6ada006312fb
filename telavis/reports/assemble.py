"""From a request, as it stands now, to the content of its report."""

import json
from dataclasses import replace
from typing import Any, TypeVar

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.documents.models import Document
from telavis.questionnaires import queries as questionnaires
from telavis.questionnaires.form import Form
from telavis.questionnaires.sections import Line as AnsweredLine
from telavis.reports import facts
from telavis.reports.content import Drawn, Enclosure, Files, Line, Message, Notice, Platform, Report, Section
from telavis.reports.joined import Joined, join
from telavis.service_requests import models
from telavis.service_requests.forms import as_joined, form_context
from telavis.service_requests.journal_words import WORDS, why
from telavis.service_requests.queries.annotations import drawn_over
from telavis.service_requests.workflow import State, Verb
from telavis.values.french import NARROW

T = TypeVar("T")


class NotSent(Exception):
    """A draft has no report."""


QUESTION = "question"
"""The linkId that opens every form: its answer stands on the first page, not among the others."""
AGREEMENT = "information_patient"
"""How the linkIds of the agreement begin: it has its own place in the report."""


RELATED = (
    *("requester__practitioner", "requester__organization"),
    *("prepared_by__practitioner", "prepared_by__organization"),
    *("addressed_to__practitioner", "addressed_to__organization"),
    *("taken_by__practitioner", "taken_by__organization"),
    *("healthcare_service__organization", "identity_version", "request_type", "response", "folder"),
)
"""What to select together with the request, so that the report asks for it once."""


def assemble(row: models.ServiceRequest, *, by: Actor) -> tuple[Report, Files]:
    """A request that was sent: its type, service, identity and answers are there."""
    messages = _messages(row)
    documents = _documents(row, messages)
    context = form_context(row, as_joined(each for each in documents if each.folder_id == row.folder_id))
    form = questionnaires.form_of(_there(row.response), context)
    joined = join(documents, {item.link_id: item.label for item in form.definition.walk()})
    answers = [facts.answer(each) for each in _answers(row)]
    journal = list(models.Transition.objects.filter(service_request_id=row.pk).order_by("id"))
    service, request_type = _there(row.healthcare_service), _there(row.request_type)
    report = Report(
        reference=row.reference,
        request_type=request_type.title,
        form=f"{form.definition.title}, version {form.definition.version}",
        state=row.get_state_display(),
        is_in_error=row.state == State.ENTERED_IN_ERROR,
        platform=Platform("Télavis", settings.PUBLIC_URL, settings.CONTACT_EMAIL),
        patient=facts.patient(_there(row.identity_version)),
        consent=facts.consent(row),
        requester=facts.person(row.requester),
        prepared_by=facts.person(row.prepared_by) if row.prepared_by else None,
        service=facts.service(service),
        addressed_to=facts.person(row.addressed_to) if row.addressed_to else None,
        urgency=row.get_urgency_display() or "",
        sent_at=row.sent_at,
        question=_question(form, row),
        sections=_sections(form, joined),
        documents=joined.documents,
        exchange=tuple(_message(each, joined) for each in messages),
        answer=answers[-1] if answers else None,
        earlier_answers=tuple(answers[:-1]),
        notices=_notices(row, journal),
        journal=facts.journal(journal),
        incidents=joined.incidents,
        made_at=timezone.now(),
        made_by=by.role_label or by.user_label,
    )
    answers_as_fhir = _fhir(row, context)
    return report, replace(joined.files, enclosures=(answers_as_fhir, *joined.files.enclosures))


def _messages(row: models.ServiceRequest) -> list[models.Message]:
    authors = row.messages.select_related("author__practitioner", "author__organization")
    return list(authors.order_by("sent_at", "id"))


def _answers(row: models.ServiceRequest) -> list[models.Answer]:
    """Every signed version, the one in force last."""
    return list(row.answers.select_related("signed_by__practitioner").order_by("version"))


def _documents(row: models.ServiceRequest, messages: list[models.Message]) -> list[Document]:
    """Those of the request, then those of each message."""
    folders = [row.folder_id, *(each.folder_id for each in messages if each.folder_id)]
    found = Document.objects.present().filter(folder__in=folders).annotate(drawn=drawn_over())
    return sorted(found, key=lambda each: (folders.index(each.folder_id), each.position, each.pk))


def _message(message: models.Message, joined: Joined) -> Message:
    return Message(
        sent_at=message.sent_at,
        author=str(message.author),
        kind=message.get_kind_display(),
        text=message.text,
        documents=joined.in_folder(message.folder_id),
    )


def _question(form: Form, row: models.ServiceRequest) -> str:
    lines = (line for section in form.sections() for line in section.lines)
    asked = next((line.text for line in lines if line.link_id == QUESTION), "")
    return asked or row.headline


def _sections(form: Form, joined: Joined) -> tuple[Section, ...]:
    found = (
        (section.title, tuple(_line(line, joined) for line in section.lines if not _is_elsewhere(line)))
        for section in form.sections()
    )
    return tuple(Section(title, lines) for title, lines in found if lines)


def _is_elsewhere(line: AnsweredLine) -> bool:
    return bool(line.text) and (line.link_id == QUESTION or line.link_id.startswith(AGREEMENT))


def _line(line: AnsweredLine, joined: Joined) -> Line:
    absent = f"Non disponible{NARROW}: {line.unavailable}" if line.unavailable else ""
    if line.is_missing:
        absent = "Non renseigné"
    return Line(
        link_id=line.link_id,
        label=line.label,
        text=absent or line.text + joined.numbers_in_words(line.document_ids),
        columns=line.columns,
        rows=line.rows,
        note=line.note,
        drawings=tuple(
            Drawn(render_to_string(each.template, {"drawing": each}), each.alt, each.caption, each.width)
            for each in line.drawings
        ),
        alarms=tuple(filter(None, (*line.red_flags, line.fault))),
        is_absent=bool(absent),
        is_inside=line.is_inside,
    )


def _notices(row: models.ServiceRequest, journal: list[models.Transition]) -> tuple[Notice, ...]:
    notices = [Notice("Accord du patient retiré", "", row.consent_withdrawn_at, is_alarm=True)]
    return (*(notices if row.consent_withdrawn_at else ()), *_notice_of_state(row, journal))


_ENDINGS = {
    State.ENTERED_IN_ERROR: Verb.MARK_IN_ERROR,
    State.DECLINED: Verb.DECLINE,
    State.CANCELLED: Verb.CANCEL,
}


def _notice_of_state(row: models.ServiceRequest, journal: list[models.Transition]) -> tuple[Notice, ...]:
    state = State(row.state)
    if state in _ENDINGS:
        told = next((line for line in reversed(journal) if line.verb == _ENDINGS[state]), None)
        text = f"{told.role_label or told.user_label}. {why(told)}" if told else ""
        title, is_alarm = WORDS[_ENDINGS[state]], state == State.ENTERED_IN_ERROR
        return (Notice(title, text.strip(), told.occurred_at if told else row.ended_at, is_alarm),)
    waiting = _WAITING.get(state)
    if waiting is None:
        return ()
    if row.answer_id:
        return (Notice("Dossier rouvert par le requérant", "L’avis ci-dessous précède cette réouverture."),)
    taken = f" Prise en charge par {row.taken_by}." if row.taken_by else ""
    return (Notice("Pas encore d’avis", waiting + taken),)


_WAITING = {
    State.SENT: "La demande attend d’être prise en charge par le service.",
    State.TAKEN: "La demande est en cours d’examen.",
    State.ON_HOLD: "Le service attend un complément du requérant.",
}


def _fhir(row: models.ServiceRequest, context: dict[str, Any]) -> Enclosure:
    resource = questionnaires.to_fhir(_there(row.response), context) | _subject(row)
    return Enclosure(
        name="questionnaire-response.json",
        content=json.dumps(resource, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace"),
        mime_type="application/fhir+json",
        relationship="data",
        description="Réponses au formulaire (FHIR R4 QuestionnaireResponse)",
    )


def _subject(row: models.ServiceRequest) -> dict[str, Any]:
    """Who it is about, by the national number of a qualified identity; of any other, no number leaves."""
    ins = _there(row.identity_version).transmitted_ins
    if ins is None:
        return {}
    identifier = {"system": f"urn:oid:{ins.oid}", "value": ins.number}
    return {"subject": {"type": "Patient", "identifier": identifier}}


def _there(value: T | None) -> T:
    """What `service_request_once_sent_is_complete` promises."""
    if value is None:
        raise NotSent
    return value
