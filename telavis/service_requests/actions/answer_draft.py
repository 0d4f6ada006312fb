"""Keep what an expert is writing, at each pause of typing."""

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.service_requests.models import AnswerDraft, ServiceRequest
from telavis.service_requests.opinion import Opinion
from telavis.service_requests.permissions import may_correct, may_take
from telavis.service_requests.steps import NotAllowed, acting_role, lock
from telavis.service_requests.workflow import StepRefused


class StaleDraft(Exception):
    """Another tab of the same person saved a newer draft."""

    def __init__(self, draft: AnswerDraft) -> None:
        super().__init__("Un autre onglet a enregistré une version plus récente.")
        self.draft = draft


class DraftSigned(StepRefused):
    """A save that was on its way while its text was being signed."""

    def __init__(self) -> None:
        super().__init__("Ce brouillon est devenu l’avis signé. Rechargez la page avant d’écrire davantage.")


def check_not_stale(service_request: ServiceRequest, expected_revision: int | None, *, by: Actor) -> None:
    """Under the lock of the request: what the page shows is the last that this person wrote."""
    if expected_revision is None:
        return
    newer = AnswerDraft.objects.filter(
        service_request=service_request, author=acting_role(by), revision__gt=expected_revision
    )
    draft = newer.first()
    if draft is not None:
        raise StaleDraft(draft)


@transaction.atomic
def save_answer_draft(
    service_request: ServiceRequest,
    opinion: Opinion,
    *,
    expected_revision: int | None = None,
    goes_on: bool = False,
    by: Actor,
) -> AnswerDraft:
    """Save a draft, even after somebody else has answered: the text of the one who came second is kept.

    `expected_revision`: the revision that the page was showing; None overwrites whatever is there.
    `goes_on`: nobody pressed anything, so that a draft that has gone meanwhile (signed) does not come back.
    """
    service_request = lock(service_request)
    if not (may_take(by, service_request) or may_correct(by, service_request)):
        raise NotAllowed("draft")
    check_not_stale(service_request, expected_revision, by=by)
    draft, is_new = AnswerDraft.objects.get_or_create(service_request=service_request, author=acting_role(by))
    if is_new and goes_on and expected_revision:
        raise DraftSigned
    for column, value in opinion.columns().items():
        setattr(draft, column, value)
    draft.revision += 1
    draft.saved_at = timezone.now()
    draft.save(update_fields=[*opinion.columns(), "revision", "saved_at"])
    return draft
