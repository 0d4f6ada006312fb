"""Keep what an expert is writing, at each pause of typing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.questionnaires.answers import Answer
from telavis.questionnaires.merging import Kept, Settlement, rivals_from_json, rivals_to_json
from telavis.questionnaires.pages import (
    Meeting,
    Page,
    Saved,
    bring_together,
    known_by,
    remember,
    was_overtaken,
)
from telavis.questionnaires.reading import Refusal
from telavis.service_requests.models import AnswerDraft, ServiceRequest
from telavis.service_requests.opinion import Opinion
from telavis.service_requests.opinion_form import FORM, as_answers, as_opinion, reason_in, said_by
from telavis.service_requests.permissions import may_correct, may_take
from telavis.service_requests.queries.file import drafts_by
from telavis.service_requests.steps import NotAllowed, acting_role, lock
from telavis.service_requests.workflow import States, StepRefused


class StaleDraft(Exception):
    """The text holds what the page did not show: written on another page, or waiting for a choice."""

    def __init__(self) -> None:
        super().__init__("Ce brouillon contient un texte que cette page ne montrait pas.")


class DraftThere(Exception):
    """A text of one’s own stands where another one was to be taken over."""


class DraftSigned(StepRefused):
    """A save that was on its way while its text was being signed."""

    def __init__(self) -> None:
        super().__init__("Ce brouillon est devenu l’avis signé. Rechargez la page avant d’écrire davantage.")


class DraftGone(StepRefused):
    """Erased from another page, or signed there and replaced since."""

    def __init__(self) -> None:
        super().__init__(
            "Ce brouillon a été effacé ou signé depuis un autre onglet. Copiez votre texte, puis rechargez la page."
        )


@dataclass(frozen=True, kw_only=True)
class DraftSaved(Saved):
    """A save of an opinion that is being written."""

    draft: AnswerDraft


ANYTHING = Page()
"""No page: what is kept now is known."""


def check_not_stale(draft: AnswerDraft | None, opinion: Opinion, reason: str = "", *, shown: Page) -> None:
    """Under the lock of the request: what is signed is all that this person wrote, on whichever page."""
    if draft is None:
        return
    met = _bring_together(draft, said_by(opinion, reason), shown)
    if met.after.rivals or met.changed_elsewhere:
        raise StaleDraft


@transaction.atomic
def save_answer_draft(
    service_request: ServiceRequest,
    said: Opinion | Mapping[str, Answer],
    *,
    shown: Page = ANYTHING,
    refusals: Collection[Refusal] = (),
    settlement: Settlement | None = None,
    corrects: int | None = None,
    goes_on: bool = False,
    by: Actor,
) -> DraftSaved:
    """Save a draft, even after somebody else has answered: the text of the one who came second is kept.

    `said`: the parts that the page says, brought together with what other pages of this person have saved since.
    Of two saves of one page that cross on the way, the later one holds.
    `corrects`: the signed version that it will replace; it leaves an opinion of their own alone.
    `goes_on`: nobody pressed anything, so that a draft that has gone meanwhile (signed, erased) does not come back.
    """
    service_request = lock(service_request)
    if not _may_write(by, service_request, corrects):
        raise NotAllowed("draft")
    draft = drafts_by(by, service_request, is_correction=corrects is not None).first()
    if draft and was_overtaken(draft.saves, shown):
        return DraftSaved(shown.revision or 0, draft.saved_at, was_overtaken=True, draft=draft)
    if draft is None and goes_on:
        _check_not_gone(service_request, shown, corrects, by)
    draft = draft or _begin(service_request, corrects, by)
    draft.corrects = corrects
    parts = said_by(said) if isinstance(said, Opinion) else said
    met = _bring_together(draft, parts, shown, refusals, settlement)
    _write(draft, met, shown)
    return DraftSaved(
        draft.revision,
        draft.saved_at,
        met.refusals,
        answers=met.after.answers,
        changed_elsewhere=met.changed_elsewhere,
        disputed=met.disputed,
        draft=draft,
    )


@transaction.atomic
def adopt(service_request: ServiceRequest, opinion: Opinion, *, by: Actor) -> None:
    """What a junior prepared becomes a text of one’s own; it replaces none."""
    service_request = lock(service_request)
    if drafts_by(by, service_request).exists():
        raise DraftThere
    save_answer_draft(service_request, opinion, by=by)


@transaction.atomic
def drop_correction(service_request: ServiceRequest, *, by: Actor) -> None:
    """Begin again from what is signed."""
    drafts_by(by, lock(service_request), is_correction=True).delete()


def _may_write(by: Actor, service_request: ServiceRequest, corrects: int | None) -> bool:
    if corrects:
        return may_correct(by, service_request)
    return may_take(by, service_request) or may_correct(by, service_request)


def _check_not_gone(service_request: ServiceRequest, shown: Page, corrects: int | None, by: Actor) -> None:
    if _have_just_signed(service_request, corrects, by):
        raise DraftSigned
    if shown.revision:
        raise DraftGone


def _have_just_signed(service_request: ServiceRequest, corrects: int | None, by: Actor) -> bool:
    """What this text was to become: the opinion, or the version after the one that it corrects."""
    signed = service_request.answer
    if signed is None or not by.is_person(signed.signed_by.practitioner_id):
        return False
    if corrects:
        return signed.version > corrects
    return service_request.state in States.WITH_AN_ANSWER


def _begin(service_request: ServiceRequest, corrects: int | None, by: Actor) -> AnswerDraft:
    """An empty text, or the signed one that a correction starts from."""
    draft = AnswerDraft(service_request=service_request, author=acting_role(by))
    signed = service_request.answers.filter(version=corrects).first() if corrects else None
    return with_opinion(draft, signed.opinion) if signed else draft


def with_opinion(draft: AnswerDraft, opinion: Opinion) -> AnswerDraft:
    for name, value in opinion.columns().items():
        setattr(draft, name, value)
    return draft


def _bring_together(
    draft: AnswerDraft,
    said: Mapping[str, Answer],
    shown: Page,
    refusals: Collection[Refusal] = (),
    settlement: Settlement | None = None,
) -> Meeting:
    now = Kept(as_answers(draft.opinion, draft.correction_reason), rivals_from_json(draft.rivals))
    base = known_by(shown, draft.saves, draft.revision, now.answers) if draft.revision else now.answers
    mine = base.with_answers(said)
    return bring_together(base, mine, now, FORM, refusals=refusals, settlement=settlement)


def _write(draft: AnswerDraft, met: Meeting, shown: Page) -> None:
    """The same words saved once more are no newer text: no other page is told of them; one that only looks writes nothing."""
    is_first = not draft.revision
    if not is_first and not met.is_new and shown.turn is None:
        return
    with_opinion(draft, as_opinion(met.after.answers))
    draft.correction_reason = reason_in(met.after.answers)
    draft.rivals = rivals_to_json(met.after.rivals)
    draft.revision += is_first or met.is_new
    draft.saved_at = timezone.now()
    draft.save(force_insert=is_first)
    remember(draft.saves, met, shown, draft.revision)
