"""Keep what somebody is writing to the other side, at each pause of typing, until it leaves."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.questionnaires.answers import from_json, to_json
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
from telavis.questionnaires.reading import Fields, read_fields
from telavis.service_requests.models import ServiceRequest, WordsDraft
from telavis.service_requests.queries.words import words_by, words_form
from telavis.service_requests.steps import acting_role, check_theirs, lock
from telavis.service_requests.workflow import JOURNEY, Note, State, States, StepRefused, Verb
from telavis.values.french import typographic


class WordsGone(StepRefused):
    """Sent from another page."""

    def __init__(self) -> None:
        super().__init__(
            "Ce texte est parti depuis une autre page. Copiez ce que vous voulez garder, puis rechargez."
        )


@dataclass(frozen=True, kw_only=True)
class WordsSaved(Saved):
    """A save of words that are being written."""

    draft: WordsDraft


@transaction.atomic
def keep_words(
    service_request: ServiceRequest,
    event: Verb | Note,
    fields: Fields,
    *,
    page: Page,
    settlement: Settlement | None = None,
    goes_on: bool = False,
    by: Actor,
) -> WordsSaved:
    """Keep what a page sends, brought together with what another page of this person has saved since.

    `goes_on`: nobody pressed anything, so that words that have left meanwhile do not come back.
    """
    service_request = lock(service_request)
    check_theirs(service_request, event, by=by)
    _check_the_moment(service_request, event)
    draft = words_by(by, service_request, event).first()
    if draft is None and goes_on and page.revision:
        raise WordsGone
    if draft and was_overtaken(draft.saves, page):
        return WordsSaved(page.revision or 0, draft.saved_at, was_overtaken=True, draft=draft)
    draft = draft or WordsDraft.objects.create(
        service_request=service_request, author=acting_role(by), event=event
    )
    definition = words_form(service_request, event)
    now = Kept(from_json(draft.answers), rivals_from_json(draft.rivals))
    base = known_by(page, draft.saves, draft.revision, now.answers)
    mine, refusals = read_fields(definition, fields, base)
    met = bring_together(base, mine, now, definition, refusals=refusals, settlement=settlement)
    _write(draft, met, page)
    return WordsSaved(
        draft.revision,
        draft.saved_at,
        met.refusals,
        answers=met.after.answers,
        changed_elsewhere=met.changed_elsewhere,
        disputed=met.disputed,
        draft=draft,
    )


def forget_words(service_request: ServiceRequest, event: Verb | Note, *, by: Actor) -> None:
    """They have left."""
    words_by(by, service_request, event).delete()


def _check_the_moment(service_request: ServiceRequest, event: Verb | Note) -> None:
    sources = JOURNEY[event].sources if isinstance(event, Verb) else States.ONCE_SENT
    state = State(service_request.state)
    if state not in sources:
        raise StepRefused(
            typographic(f"Ce n’est plus possible : cette demande est maintenant « {state.label} ».")
        )


def _write(draft: WordsDraft, met: Meeting, page: Page) -> None:
    """Nothing at all for a page that only looks."""
    if not met.is_new and page.turn is None:
        return
    draft.answers, draft.rivals = to_json(met.after.answers), rivals_to_json(met.after.rivals)
    draft.revision += met.is_new
    draft.saved_at = timezone.now()
    draft.save(update_fields=["answers", "rivals", "revision", "saved_at"])
    remember(draft.saves, met, page, draft.revision)
