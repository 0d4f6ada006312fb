"""Keep what an expert is writing, at each pause of typing."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.service_requests.models import AnswerDraft, ServiceRequest
from telavis.service_requests.opinion import Opinion
from telavis.service_requests.permissions import may_correct, may_take
from telavis.service_requests.queries.file import drafts_by
from telavis.service_requests.steps import NotAllowed, acting_role, lock
from telavis.service_requests.workflow import States, StepRefused


class StaleDraft(Exception):
    """Another tab of the same person saved a newer draft."""

    def __init__(self, draft: AnswerDraft) -> None:
        super().__init__("Un autre onglet a enregistré une version plus récente.")
        self.draft = draft


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


@dataclass(frozen=True)
class Shown:
    """What the page of a text knew: the revision of the draft, the page itself, and how many times it has saved.

    Without a revision whatever is there is overwritten. A page without scripts has neither name nor count.
    """

    revision: int | None = None
    tab: str = ""
    turn: int | None = None

    def wrote_last(self, draft: AnswerDraft) -> bool:
        """Nobody stands in this page’s way but itself: the answer to its last save was lost on the way."""
        return bool(self.tab) and draft.saved_from == self.tab

    def was_overtaken(self, draft: AnswerDraft) -> bool:
        """A later save of this page came first."""
        return self.wrote_last(draft) and self.turn is not None and self.turn <= draft.saved_turn


@dataclass(frozen=True)
class Correction:
    """Which signed version a text will replace, and why."""

    version: int
    reason: str = ""


ANYTHING = Shown()


def check_not_stale(draft: AnswerDraft | None, shown: Shown) -> None:
    """Under the lock of the request: what the page shows is the last that this person wrote."""
    if draft is None or shown.revision is None or shown.wrote_last(draft):
        return
    if draft.revision > shown.revision:
        raise StaleDraft(draft)


@transaction.atomic
def save_answer_draft(
    service_request: ServiceRequest,
    opinion: Opinion,
    *,
    shown: Shown = ANYTHING,
    correction: Correction | None = None,
    goes_on: bool = False,
    by: Actor,
) -> AnswerDraft:
    """Save a draft, even after somebody else has answered: the text of the one who came second is kept.

    Of two saves of one page that cross on the way, the later one holds.
    `correction`: it will replace a signed version, and leaves an opinion of their own alone.
    `goes_on`: nobody pressed anything, so that a draft that has gone meanwhile (signed, erased) does not come back.
    """
    service_request = lock(service_request)
    if not _may_write(by, service_request, correction):
        raise NotAllowed("draft")
    draft = drafts_by(by, service_request, is_correction=correction is not None).first()
    if draft and shown.was_overtaken(draft):
        return draft
    check_not_stale(draft, shown)
    if draft is None and goes_on:
        _check_not_gone(service_request, shown, correction, by)
    draft = draft or AnswerDraft(service_request=service_request, author=acting_role(by))
    return _write(draft, opinion, shown, correction)


@transaction.atomic
def drop_correction(service_request: ServiceRequest, *, by: Actor) -> None:
    """Begin again from what is signed."""
    drafts_by(by, lock(service_request), is_correction=True).delete()


def _may_write(by: Actor, service_request: ServiceRequest, correction: Correction | None) -> bool:
    if correction:
        return may_correct(by, service_request)
    return may_take(by, service_request) or may_correct(by, service_request)


def _check_not_gone(
    service_request: ServiceRequest, shown: Shown, correction: Correction | None, by: Actor
) -> None:
    if _have_just_signed(service_request, correction, by):
        raise DraftSigned
    if shown.revision:
        raise DraftGone


def _have_just_signed(service_request: ServiceRequest, correction: Correction | None, by: Actor) -> bool:
    """What this text was to become: the opinion, or the version after the one that it corrects."""
    signed = service_request.answer
    if signed is None or not by.is_person(signed.signed_by.practitioner_id):
        return False
    if correction:
        return signed.version > correction.version
    return service_request.state in States.WITH_AN_ANSWER


def _write(draft: AnswerDraft, opinion: Opinion, shown: Shown, correction: Correction | None) -> AnswerDraft:
    """The same words saved once more are no newer text: no other page is told of them."""
    columns = opinion.columns()
    if correction:
        columns |= {"corrects": correction.version, "correction_reason": correction.reason}
    is_new = not draft.revision
    if is_new or any(getattr(draft, name) != value for name, value in columns.items()):
        draft.revision += 1
    columns |= {"saved_from": shown.tab, "saved_turn": shown.turn or 0, "saved_at": timezone.now()}
    for name, value in columns.items():
        setattr(draft, name, value)
    draft.save(update_fields=None if is_new else [*columns, "revision"])
    return draft
