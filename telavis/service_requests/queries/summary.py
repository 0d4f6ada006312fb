"""A file in fifteen lines of plain text, to paste into any record: from the one definition of the form."""

import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from telavis.questionnaires.sections import Line
from telavis.service_requests.models import Answer, ServiceRequest
from telavis.service_requests.queries.contents import Contents
from telavis.values.dates import age_in_words
from telavis.values.names import initials

LINES_MAX = 15
WIDTH = 80
STORY = "resume"
"""The linkId of the story, the same in every form: it has a line of its own."""
_NOT_CLINICAL = ("type_question", "delai", "projet_adressage", "information_patient", STORY)
"""How the linkIds begin of what nobody reads in a record, or stands above."""
_SEXES = {"F": "femme", "M": "homme"}


@dataclass(frozen=True)
class _Part:
    """A few words with what they are, and the lines that they may take."""

    label: str
    text: str
    lines: int


def summary_of(service_request: ServiceRequest, contents: Contents) -> list[str]:
    """At most fifteen lines of at most eighty visible characters. The patient by initials: a record knows whose it is."""
    before = [line for part in _asked(service_request, contents) for line in _lines(part)]
    after = [line for part in _answered(service_request.answer) for line in _lines(part)]
    facts = [line for part in _key_answers(contents) for line in _lines(part)]
    return [*before, *facts[: LINES_MAX - len(before) - len(after)], *after]


def _asked(service_request: ServiceRequest, contents: Contents) -> Iterator[_Part]:
    yield _Part(
        f"Téléexpertise {service_request.reference}", str(service_request.healthcare_service or ""), 1
    )
    yield _Part("Patient", _patient(service_request), 1)
    day = f"{timezone.localtime(service_request.sent_at):%d/%m/%Y}" if service_request.sent_at else ""
    delay = service_request.get_urgency_display() if service_request.urgency else ""
    asker = str(service_request.requester.practitioner)
    yield _Part(f"Demande du {day}", ", ".join(filter(None, (asker, delay))), 1)
    yield _Part("Question", contents.question, 3)
    yield _Part("Alerte", " ".join(contents.red_flags), 1)
    lacking = [each for each in contents.missing if not each.given]
    told = [f"{each.label} ({each.reason})" if each.reason else each.label for each in lacking]
    yield _Part("Non disponible", " ; ".join(told), 1)
    came = [f"{contents.labels[link_id]} : {words}" for link_id, words in contents.completed.items()]
    yield _Part("Reçu en complément", " ; ".join(came), 1)


def _answered(answer: Answer | None) -> Iterator[_Part]:
    if answer is None:
        yield _Part("Avis", "en attente", 1)
        return
    opinion = answer.opinion
    yield _Part(
        f"Avis du {timezone.localtime(answer.signed_at):%d/%m/%Y}",
        f"{answer.signed_by_label} : {opinion.decision_in_words}",
        1,
    )
    yield _Part("Réponse", opinion.short_answer, 2)
    to_do = [
        " ".join(filter(None, (each.what, f"({each.when})" if each.when else ""))) for each in opinion.actions
    ]
    yield _Part("À faire", " ; ".join(to_do), 2)
    yield _Part("Recontacter si", opinion.warning_signs, 1)


def _patient(service_request: ServiceRequest) -> str:
    identity = service_request.identity_version or service_request.patient.current
    if identity is None:
        return ""
    called = initials(identity.used_name or identity.birth_name, identity.first_given_name)
    age = age_in_words(identity.birth_date, timezone.localdate())
    return ", ".join(filter(None, (called, _SEXES.get(identity.sex, ""), age)))


def _key_answers(contents: Contents) -> Iterator[_Part]:
    """The story, then each section of the form on two lines: what is longer is read in the file."""
    lines = [line for section in contents.sections for line in section.lines]
    yield _Part("Histoire", next((line.text for line in lines if line.link_id == STORY), ""), 2)
    for section in contents.sections:
        said = [f"{line.label} : {text}" for line in section.lines if (text := _worth_telling(line))]
        yield _Part("", " · ".join(said), 2)


def _worth_telling(line: Line) -> str:
    """Neither how the request was made, nor the titles of documents."""
    if line.link_id.startswith(_NOT_CLINICAL) or line.document_ids:
        return ""
    return line.text or " ; ".join(", ".join(filter(None, row)) for row in line.rows)


def _lines(part: _Part) -> list[str]:
    words = _plain(part.text)
    if not words:
        return []
    heading = f"{part.label} : " if part.label else ""
    return textwrap.wrap(
        _plain(heading + words), WIDTH, max_lines=part.lines, placeholder="…", break_on_hyphens=False
    )


def _plain(text: str) -> str:
    """One line of visible characters and ordinary spaces: nothing that an old record could misread."""
    spaced = "".join(" " if each.isspace() else each for each in text)
    return " ".join("".join(each for each in spaced if unicodedata.category(each)[0] != "C").split())
