"""What changes forms and answers: publish the forms of the program, open, save, complete and take up answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from telavis.questionnaires.answers import NOTHING, Answer, Answers, from_json, to_json
from telavis.questionnaires.assembly import is_assembled
from telavis.questionnaires.beginning import initial_answers
from telavis.questionnaires.calculation.beginning import Launch, begun
from telavis.questionnaires.calculation.expressions import check
from telavis.questionnaires.carrying import after_taking
from telavis.questionnaires.catalogue import CatalogueEntry, shipped, with_common_part
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.foreign.adapting import Adapted
from telavis.questionnaires.invalid import WHOLE_FORM, Fault, InvalidDefinition
from telavis.questionnaires.merging import Kept, Settlement, rivals_from_json, rivals_to_json
from telavis.questionnaires.models import (
    Questionnaire,
    QuestionnaireResponse,
    QuestionnaireStatus,
    RequestType,
)
from telavis.questionnaires.moving import left_from_json, left_to_json, move
from telavis.questionnaires.pages import (
    Meeting,
    Page,
    Saved,
    bring_together,
    known_by,
    remember,
    was_overtaken,
)
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.queries import definition_of, exported, form_of
from telavis.questionnaires.reading import Fields, Refusal, read_fields

IMPORTED_ALONE = (
    "Cette version est déjà importée sans ce que toute demande doit dire (question, délai, accord) : "
    "donnez une nouvelle version au fichier pour la proposer."
)


class VersionAlreadyPublished(Exception):
    """A form was changed without a new version."""

    def __init__(self, canonical: str) -> None:
        super().__init__(
            f"{canonical} est déjà publié avec un autre contenu : donnez une nouvelle version au fichier."
        )


class AnswersAreSent(Exception):
    """The answers were sent: they do not change any more."""


class AnswersDoNotFit(Exception):
    """Some answers must be corrected before sending."""


@dataclass(frozen=True)
class Elsewhere:
    """Answers of the form that another table keeps, such as the wished delay: they are merged with the others."""

    now: Mapping[str, Answer] = field(default_factory=dict)
    sent: Mapping[str, Answer] = field(default_factory=dict)


NOWHERE = Elsewhere()


@dataclass(frozen=True, kw_only=True)
class SaveResult(Saved):
    """A save of the form of a request."""

    response: QuestionnaireResponse


@transaction.atomic
def load_shipped() -> list[RequestType]:
    """Publish the forms that come with the program; doing it twice changes nothing."""
    return [load(entry, position) for position, entry in enumerate(shipped(), start=1)]


@transaction.atomic
def load(entry: CatalogueEntry, position: int) -> RequestType:
    """Publish one of them; doing it twice changes nothing."""
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


def open_response(
    questionnaire: Questionnaire, *, earlier: QuestionnaireResponse | None = None, launch: Launch = dict
) -> QuestionnaireResponse:
    """Answers to this version of the form: what it begins with, or those of another form.

    What its questions can hold is shown, and may have to be corrected; what they cannot is told (`moving`). What this form
    does not ask is kept unseen, never sent, and comes back with a form that does.
    The revision goes on, so that a tab that still shows the other form overwrites nothing.
    """
    response = QuestionnaireResponse(questionnaire=questionnaire)
    definition = definition_of(questionnaire.pk)
    response.answers = to_json(begun(definition, initial_answers(definition), launch))
    if earlier is not None:
        response.revision = earlier.revision + 1
        kept = Kept(from_json(earlier.answers), rivals_from_json(earlier.rivals))
        before = definition_of(earlier.questionnaire_id)
        moved = move(kept, left_from_json(earlier.left), before, definition)
        response.answers |= to_json(moved.kept.answers)
        response.rivals, response.left = rivals_to_json(moved.kept.rivals), left_to_json(moved.left)
        response.carried = earlier.carried
    response.save(force_insert=True)
    return response


@transaction.atomic
def move_response(
    earlier: QuestionnaireResponse, questionnaire: Questionnaire, *, launch: Launch = dict
) -> QuestionnaireResponse:
    """The same answers on another form than the one they were begun on, which the page then says."""
    response = open_response(questionnaire, earlier=earlier, launch=launch)
    response.moved_from = earlier.questionnaire
    response.save(update_fields=["moved_from"])
    return response


@transaction.atomic
def save_answers(
    response: QuestionnaireResponse,
    data: Fields | Answers,
    *,
    page: Page,
    elsewhere: Elsewhere = NOWHERE,
    settlement: Settlement | None = None,
) -> SaveResult:
    """Keep what a page sends, brought together with what other pages have saved since that one was loaded.

    Of two saves of one page that cross on the way, the later one holds.
    """
    _lock_unsent(response)
    if was_overtaken(response.saves, page):
        return SaveResult(page.revision or 0, response.saved_at, was_overtaken=True, response=response)
    definition = definition_of(response.questionnaire_id)
    stored = from_json(response.answers)
    now = Kept(stored.with_answers(elsewhere.now), rivals_from_json(response.rivals))
    base = known_by(page, response.saves, response.revision, now.answers)
    mine, refusals = _read(definition, data, base)
    mine = mine.with_answers(elsewhere.sent)
    met = bring_together(base, mine, now, definition, refusals=refusals, settlement=settlement)
    _write(response, met, page, besides=elsewhere.now.keys())
    return SaveResult(
        response.revision,
        response.saved_at,
        met.refusals,
        answers=met.after.answers,
        changed_elsewhere=met.changed_elsewhere,
        disputed=met.disputed,
        response=response,
    )


def _write(response: QuestionnaireResponse, met: Meeting, page: Page, *, besides: Iterable[str]) -> None:
    """The answers that are kept here, and what they have replaced; nothing at all for a page that only looks."""
    if met.is_new:
        absent = dict.fromkeys(besides, NOTHING)
        response.answers = to_json(met.after.answers.with_answers(absent))
        response.rivals = rivals_to_json(met.after.rivals)
        response.revision += 1
    elif page.turn is None:
        return
    remember(response.saves, met, page, response.revision)
    response.saved_at = timezone.now()
    response.save(update_fields=["answers", "rivals", "revision", "saved_at"])


@transaction.atomic
def carry_over(response: QuestionnaireResponse, earlier: Mapping[str, tuple[Answer, date]]) -> SaveResult:
    """Answers of an earlier request, with its day; lines are added to those of a series, an answer that stands stays."""
    _lock_unsent(response)
    stored = from_json(response.answers)
    taken = {link_id: after_taking(stored.at(link_id), answer) for link_id, (answer, _) in earlier.items()}
    new = Answers({link_id: answer for link_id, answer in taken.items() if answer != stored.at(link_id)})
    entries = to_json(Answers({link_id: answer for link_id, (answer, _) in earlier.items()}))
    marks = {
        link_id: {"on": earlier[link_id][1].isoformat(), "entry": entries[link_id]} for link_id in new.by_id
    }
    response.carried = {**response.carried, **marks}
    response.save(update_fields=["carried"])
    return save_answers(response, new, page=Page())


@transaction.atomic
def complete(
    response: QuestionnaireResponse, context: Mapping[str, Any] | None = None
) -> QuestionnaireResponse:
    """Freeze the answers as they are sent: without those of hidden items, nor what earlier saves have replaced."""
    _lock_unsent(response)
    form = form_of(response, context)
    if form.problems():
        raise AnswersDoNotFit
    response.answers = to_json(form.sent_answers())
    response.rivals, response.left = {}, []
    response.completed_at = timezone.now()
    response.save(update_fields=["answers", "rivals", "left", "completed_at"])
    response.saves.all().delete()
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


def _read(definition: Definition, data: Fields | Answers, base: Answers) -> tuple[Answers, list[Refusal]]:
    if isinstance(data, Answers):
        return base.with_answers(data.by_id), []
    return read_fields(definition, data, base)


def _publish(entry: CatalogueEntry) -> Questionnaire:
    definition = parse(entry.definition)
    known = Questionnaire.objects.filter(url=definition.url, version=definition.version).first()
    if known is not None:
        if known.definition != entry.definition:
            raise VersionAlreadyPublished(definition.canonical)
        return known
    return publish_version(entry.definition)


@transaction.atomic
def import_version(adapted: Adapted, original: Mapping[str, Any], *, request_type: str = "") -> Questionnaire:
    """A form of somebody else; the same file again changes nothing.

    `request_type`: the code of the type of request that asks it from now on, behind what every request asks.
    """
    if adapted.form is None:
        raise InvalidDefinition.of([Fault(each.link_id, each.sentence) for each in adapted.findings])
    url, version = adapted.form.url, adapted.form.version
    known = Questionnaire.objects.filter(url=url, version=version).first()
    if known is not None and exported(known) != original:
        raise VersionAlreadyPublished(adapted.form.canonical)
    if known is None:
        needs_common_part = bool(request_type) and not is_assembled(adapted.definition)
        definition = with_common_part(adapted.definition) if needs_common_part else adapted.definition
        known = publish_version(definition, original=original)
    if request_type:
        if not is_assembled(known.definition):
            raise InvalidDefinition(WHOLE_FORM, IMPORTED_ALONE)
        defaults = {"title": known.title[:120], "questionnaire": known}
        last = {"position": RequestType.objects.count() + 1}
        RequestType.objects.update_or_create(
            code=request_type, defaults=defaults, create_defaults=defaults | last
        )
    return known


@transaction.atomic
def publish_version(
    source: Mapping[str, Any],
    *,
    original: Mapping[str, Any] | None = None,
    validated_by: str = "",
    validated_on: date | None = None,
) -> Questionnaire:
    """A complete Questionnaire is a version from now on, and never changes; earlier ones of its address retire.

    `original`: the file of somebody else that it was made from, which an export gives back.
    """
    definition = parse(source)
    check(definition)
    _retire_earlier_versions(definition.url)
    return Questionnaire.objects.create(
        url=definition.url,
        version=definition.version,
        title=definition.title,
        status=QuestionnaireStatus.ACTIVE,
        definition=source,
        original=original,
        validated_by=validated_by,
        validated_on=validated_on,
        published_at=timezone.now(),
    )


@transaction.atomic
def bring_back(former: Questionnaire | None, *, instead_of: Questionnaire) -> None:
    """A version is used no more; the one before it, where there is one, is in use again."""
    instead_of.status = QuestionnaireStatus.RETIRED
    instead_of.save(update_fields=["status"])
    if former is not None:
        former.status = QuestionnaireStatus.ACTIVE
        former.save(update_fields=["status"])


def _retire_earlier_versions(url: str) -> None:
    Questionnaire.objects.filter(url=url, status=QuestionnaireStatus.ACTIVE).update(
        status=QuestionnaireStatus.RETIRED
    )
