"""What changes forms and answers: publish the forms of the program, open, save, complete and take up answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from telavis.questionnaires.answers import Answers, from_json, to_json
from telavis.questionnaires.calculation.expressions import check
from telavis.questionnaires.catalogue import CatalogueEntry, shipped
from telavis.questionnaires.form import Form
from telavis.questionnaires.models import (
    Questionnaire,
    QuestionnaireResponse,
    QuestionnaireStatus,
    RequestType,
)
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.queries import definition_of, form_of, prefill
from telavis.questionnaires.reading import Fields, Refusal, read_fields


class VersionAlreadyPublished(Exception):
    """A form was changed without a new version."""

    def __init__(self, canonical: str) -> None:
        super().__init__(f"{canonical} is published with another definition: give the file a new version.")


class StaleRevision(Exception):
    """Somebody, or another tab, has saved since this page was loaded; nothing was written."""

    def __init__(self, newer: QuestionnaireResponse) -> None:
        super().__init__(f"revision {newer.revision} is newer")
        self.newer = newer


class AnswersAreSent(Exception):
    """The answers were sent: they do not change any more."""


class AnswersDoNotFit(Exception):
    """Some answers must be corrected before sending."""


@dataclass(frozen=True)
class SaveResult:
    """What a save has kept, and what it had to refuse."""

    response: QuestionnaireResponse
    revision: int
    saved_at: datetime
    refusals: tuple[Refusal, ...]
    was_overtaken: bool = False
    """A later save of the same tab came first: it holds, and this one has changed nothing."""


@transaction.atomic
def load_shipped() -> list[RequestType]:
    """Publish the forms that come with the program; doing it twice changes nothing."""
    return [_load(entry, position) for position, entry in enumerate(shipped(), start=1)]


def open_response(
    questionnaire: Questionnaire, *, earlier: QuestionnaireResponse | None = None
) -> QuestionnaireResponse:
    """Answers to this version of the form: blank, or with those of another form.

    What fits is shown; what this form does not ask is kept unseen, never sent, and comes back with a form that does.
    """
    response = QuestionnaireResponse(questionnaire=questionnaire)
    if earlier is not None:
        form = Form(definition_of(questionnaire.pk), Answers())
        asked = form.definition.by_id
        unseen = {link_id: entry for link_id, entry in earlier.answers.items() if link_id not in asked}
        response.answers = {**unseen, **to_json(prefill(form, earlier.answers))}
    response.save(force_insert=True)
    return response


@transaction.atomic
def save_answers(
    response: QuestionnaireResponse,
    data: Fields | Answers,
    *,
    expected_revision: int | None,
    tab: str = "",
    turn: int | None = None,
    moves_else: bool = False,
) -> SaveResult:
    """Keep what a page sends, unless a newer save came from elsewhere since that page was loaded.

    `moves_else`: the page also changes an answer that is kept elsewhere (the wished delay); it counts as one.

    `tab` names the page that saves: when an acknowledgement was lost on the way, its next save carries an older
    revision but meets only its own writing. None as revision overwrites knowingly.

    `turn` is the rank of this save among those of the tab: of two that cross on the way the later one holds. None
    for a page without scripts, whose saves cannot cross.
    """
    _lock_unsent(response)
    is_same_tab = bool(tab) and tab == response.saved_from
    if is_same_tab and turn is not None and turn <= response.saved_turn:
        return SaveResult(response, response.revision, response.saved_at, (), was_overtaken=True)
    before = from_json(response.answers)
    after, refusals = _read(response, data, before)
    is_stale = expected_revision is not None and expected_revision != response.revision
    moves = moves_else or after != before
    if is_stale and moves and not is_same_tab:
        raise StaleRevision(response)
    if moves:
        response.answers = to_json(after)
        response.revision += 1
    if is_same_tab or not is_stale:
        # Also when nothing moves: what was typed and taken back must not return with an earlier save.
        response.saved_from, response.saved_turn = tab, turn or 0
    response.saved_at = timezone.now()
    response.save(update_fields=["answers", "revision", "saved_from", "saved_turn", "saved_at"])
    return SaveResult(response, response.revision, response.saved_at, tuple(refusals))


@transaction.atomic
def complete(
    response: QuestionnaireResponse, context: Mapping[str, Any] | None = None
) -> QuestionnaireResponse:
    """Freeze the answers as they are sent: without those of hidden items."""
    _lock_unsent(response)
    form = form_of(response, context)
    if form.problems():
        raise AnswersDoNotFit
    response.answers = to_json(form.sent_answers())
    response.completed_at = timezone.now()
    response.save(update_fields=["answers", "completed_at"])
    return response


@transaction.atomic
def reopen_response(response: QuestionnaireResponse) -> QuestionnaireResponse:
    """A sent request was recalled: its answers can be changed again."""
    _lock(response)
    response.completed_at = None
    response.save(update_fields=["completed_at"])
    return response


def _lock(response: QuestionnaireResponse) -> None:
    """Hold the row until the end of the transaction; the object in hand becomes what the row is now."""
    response.refresh_from_db(from_queryset=QuestionnaireResponse.objects.select_for_update())


def _lock_unsent(response: QuestionnaireResponse) -> None:
    _lock(response)
    if response.completed_at is not None:
        raise AnswersAreSent


def _read(
    response: QuestionnaireResponse, data: Fields | Answers, before: Answers
) -> tuple[Answers, list[Refusal]]:
    if isinstance(data, Answers):
        return before.with_answers(data.by_id), []
    return read_fields(definition_of(response.questionnaire_id), data, before)


def _load(entry: CatalogueEntry, position: int) -> RequestType:
    questionnaire = _publish(entry)
    request_type, _ = RequestType.objects.update_or_create(
        code=entry.code,
        defaults={
            "title": entry.title,
            "description": entry.description,
            "icon": entry.icon,
            "position": position,
            "questionnaire": questionnaire,
        },
    )
    return request_type


def _publish(entry: CatalogueEntry) -> Questionnaire:
    definition = parse(entry.definition)
    known = Questionnaire.objects.filter(url=definition.url, version=definition.version).first()
    if known is not None:
        if known.definition != entry.definition:
            raise VersionAlreadyPublished(definition.canonical)
        return known
    check(definition)
    _retire_earlier_versions(definition.url)
    return Questionnaire.objects.create(
        url=definition.url,
        version=definition.version,
        title=definition.title,
        status=QuestionnaireStatus.ACTIVE,
        definition=entry.definition,
        published_at=timezone.now(),
    )


def _retire_earlier_versions(url: str) -> None:
    Questionnaire.objects.filter(url=url, status=QuestionnaireStatus.ACTIVE).update(
        status=QuestionnaireStatus.RETIRED
    )
