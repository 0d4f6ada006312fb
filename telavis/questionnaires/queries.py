"""Forms and their answers, for pages and for other rooms; nothing here writes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from telavis.questionnaires import fhir_response
from telavis.questionnaires.answers import Answers, from_json
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.checking import fits
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.form import Context, Form
from telavis.questionnaires.models import Questionnaire, QuestionnaireResponse
from telavis.questionnaires.parsing import parse

_published: dict[UUID, Definition] = {}
"""Published forms never change: each is read and parsed once per process."""


def definition_of(questionnaire_id: UUID) -> Definition:
    known = _published.get(questionnaire_id)
    if known is not None:
        return known
    questionnaire = Questionnaire.objects.get(pk=questionnaire_id)
    definition = parse(questionnaire.definition)
    if questionnaire.published_at is not None:
        _published[questionnaire_id] = definition
    return definition


def form_of(response: QuestionnaireResponse, context: Mapping[str, Any] | None = None) -> Form:
    """The form with its answers, what is stored elsewhere, and what is calculated; sent, it keeps its values."""
    definition = definition_of(response.questionnaire_id)
    form = Form(definition, from_json(response.answers), Context.of(context))
    return with_values(form) if response.completed_at is None else form


def to_fhir(response: QuestionnaireResponse, context: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The answers as a FHIR R4 QuestionnaireResponse."""
    return fhir_response.to_fhir(
        form_of(response, context),
        identifier=str(response.pk),
        authored=response.completed_at or response.saved_at,
        is_completed=response.completed_at is not None,
    )


def prefill(form: Form, context: Mapping[str, Any]) -> Answers:
    """The answers of the form, where it has none those of `context` (linkId → entry) that fit it."""
    proposed = from_json(context).by_id
    fitting = {
        link_id: answer
        for link_id, answer in proposed.items()
        if form.stored.at(link_id).is_empty
        and link_id in form.definition.by_id
        and fits(form.definition.by_id[link_id], answer.content)
    }
    return form.stored.with_answers(fitting)
