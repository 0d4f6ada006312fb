"""«Avis rectifié»: a new version replaces the former, which stays readable."""

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.questionnaires.pages import Page
from telavis.service_requests.actions.answer import OpinionIncomplete, check_complete, sign
from telavis.service_requests.actions.answer_draft import ANYTHING, check_not_stale
from telavis.service_requests.actions.news import check_read
from telavis.service_requests.models import Answer, ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.opinion import Opinion
from telavis.service_requests.queries.file import drafts_by
from telavis.service_requests.steps import check_theirs, lock, move, save
from telavis.service_requests.workflow import StepRefused, Verb
from telavis.values.french import moment, typographic


class AlreadyCorrected(StepRefused):
    """Somebody has signed another version since this one was opened."""

    def __init__(self, newer: Answer, *, by: Actor) -> None:
        when = moment(newer.signed_at, timezone.localtime())
        signatory = newer.signed_by.practitioner
        who = "Vous avez" if by.is_person(signatory.pk) else f"{signatory.full_name} a"
        # After a reopening it is an answer of its own.
        did = "rectifié l’avis" if newer.is_correction else "signé un nouvel avis"
        super().__init__(typographic(f"{who} {did} entre-temps, {when}. Rien n’est signé."))
        self.newer = newer


def _newer_than(version: int | None, service_request: ServiceRequest) -> Answer | None:
    in_force = service_request.answer
    return in_force if in_force and version is not None and in_force.version > version else None


@transaction.atomic
def correct(
    service_request: ServiceRequest,
    opinion: Opinion,
    *,
    reason: str,
    expected_version: int | None = None,
    shown: Page = ANYTHING,
    seen: int | None = None,
    by: Actor,
) -> ServiceRequest:
    """Tell everybody who could read the former version that it is no longer the one in force.

    `expected_version`: the one that was being corrected; a newer one is not replaced unseen, and the same
    correction twice (double click) is one. `shown` and `seen`: as when one answers.
    """
    service_request = lock(service_request)
    check_theirs(service_request, Verb.CORRECT, by=by)
    check_complete(opinion)
    if not reason.strip():
        raise OpinionIncomplete({"reason": "Dites en une phrase ce qui est rectifié, et pourquoi."})
    newer = _newer_than(expected_version, service_request)
    if newer and (newer.opinion, newer.correction_reason) == (opinion, reason):
        return service_request
    if newer:
        raise AlreadyCorrected(newer, by=by)
    check_read(service_request, seen, by=by)
    drafts = drafts_by(by, service_request, is_correction=True)
    check_not_stale(drafts.first(), opinion, reason, shown=shown)
    signed_it = service_request.answer.signed_by if service_request.answer else None
    move(service_request, Verb.CORRECT, by=by, reason=reason)
    service_request.answer = sign(service_request, opinion, by=by, correction_reason=reason)
    service_request.awaits_reading = True
    save(service_request, "answer", "awaits_reading")
    drafts.delete()
    tell(service_request, Verb.CORRECT, by=by, formerly=signed_it)
    return service_request
