"""Forms and their answers, for pages and for other rooms; nothing here writes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog

from telavis.questionnaires import fhir_response
from telavis.questionnaires.answers import from_json
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.carrying import still_carried
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.form import Context, Form
from telavis.questionnaires.invalid import InvalidDefinition
from telavis.questionnaires.merging import rivals_from_json
from telavis.questionnaires.models import Questionnaire, QuestionnaireResponse
from telavis.questionnaires.moving import Leftover, left_from_json
from telavis.questionnaires.parsing import parse

log = structlog.get_logger("telavis.questionnaires")

_published: dict[UUID, Definition] = {}
"""Published forms never change: each is read and parsed once per process."""


def definition_of(questionnaire_id: UUID) -> Definition:
    known = _published.get(questionnaire_id)
    if known is not None:
        return known
    questionnaire = Questionnaire.objects.get(pk=questionnaire_id)
    definition = _read(questionnaire)
    if questionnaire.published_at is not None:
        _published[questionnaire_id] = definition
    return definition


def _read(questionnaire: Questionnaire) -> Definition:
    """A form that is spoilt takes no page down: whoever opens it reads what was answered, and why the rest is not there."""
    try:
        return parse(questionnaire.definition)
    except InvalidDefinition as refused:
        log.error(
            "form_unreadable",
            questionnaire=f"{questionnaire.url}|{questionnaire.version}",
            item=refused.faults[0].link_id,
            faults=len(refused.faults),
        )
    url, version, title = questionnaire.url, questionnaire.version, questionnaire.title
    return Definition(url, version, title, items=(), is_unreadable=True)


def find_version(canonical: str) -> Questionnaire | None:
    """By «url|version»; by «url» alone the one that was published last."""
    url, _, version = canonical.partition("|")
    versions = Questionnaire.objects.filter(url=url, **({"version": version} if version else {}))
    return versions.order_by("-published_at").first()


def exported(questionnaire: Questionnaire) -> dict[str, Any]:
    """The FHIR file: as it came from elsewhere, or as it was made here."""
    file: dict[str, Any] = questionnaire.original or questionnaire.definition
    return file


def form_of(response: QuestionnaireResponse, context: Mapping[str, Any] | None = None) -> Form:
    """The form with its answers, what is stored elsewhere, and what is calculated; sent, it keeps its values."""
    definition = definition_of(response.questionnaire_id)
    rivals = rivals_from_json(response.rivals)
    answers = from_json(response.answers)
    carried = still_carried(response.carried, answers)
    form = Form(definition, answers, Context.of(context), rivals=rivals, carried=carried)
    return with_values(form) if response.completed_at is None else form


def left_behind(response: QuestionnaireResponse) -> list[str]:
    """What the form that these answers were begun on asked, was answered, and is not asked any more."""
    if response.moved_from_id is None:
        return []
    asked, before = definition_of(response.questionnaire_id).by_id, definition_of(response.moved_from_id)
    kept = [item for item in before.walk() if item.link_id in response.answers]
    return [item.label for item in kept if item.link_id not in asked]


def left_over(response: QuestionnaireResponse) -> tuple[Leftover, ...]:
    """What was answered to a question that this form asks otherwise: it has no room for it."""
    return left_from_json(response.left)


def to_fhir(response: QuestionnaireResponse, context: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The answers as a FHIR R4 QuestionnaireResponse."""
    return fhir_response.to_fhir(
        form_of(response, context),
        identifier=str(response.pk),
        authored=response.completed_at or response.saved_at,
        is_completed=response.completed_at is not None,
    )
