"""A named professional signs the opinion of the service."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.parameters.models import parameter
from telavis.questionnaires.pages import Page
from telavis.service_requests.actions.answer_draft import ANYTHING, check_not_stale
from telavis.service_requests.actions.news import check_read
from telavis.service_requests.actions.take import take
from telavis.service_requests.models import Answer, ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.opinion import Opinion
from telavis.service_requests.queries.file import drafts_by
from telavis.service_requests.steps import acting_role, check_theirs, lock, move, save
from telavis.service_requests.workflow import State, Verb


class OpinionIncomplete(Exception):
    """The opinion cannot be signed yet: a sentence for each field that misses something."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


@transaction.atomic
def answer(
    service_request: ServiceRequest,
    opinion: Opinion,
    *,
    shown: Page = ANYTHING,
    seen: int | None = None,
    by: Actor,
) -> ServiceRequest:
    """Whoever took it. Of two who sign at once the second is refused, and keeps the draft.

    `shown`: the draft that the page was showing; what another page has written since is not signed unseen, nor away.
    `seen`: the newest line of the journal that it was showing; what was said since is read first.
    """
    service_request = lock(service_request)
    check_theirs(service_request, Verb.ANSWER, by=by)
    check_complete(opinion)
    check_read(service_request, seen, by=by)
    move(service_request, Verb.ANSWER, by=by)
    drafts = drafts_by(by, service_request)
    check_not_stale(drafts.first(), opinion, shown=shown)
    signed = sign(service_request, opinion, by=by)
    service_request.answer, service_request.answered_at = signed, signed.signed_at
    service_request.awaits_reading = True
    service_request.announce_at = service_request.remind_at = service_request.escalate_at = None
    service_request.close_at = signed.signed_at + timedelta(days=parameter("close_days"))
    save(
        service_request,
        *("answer", "answered_at", "awaits_reading"),
        *("announce_at", "remind_at", "escalate_at", "close_at"),
    )
    drafts.delete()
    tell(service_request, Verb.ANSWER, by=by, formerly=service_request.taken_by)
    return service_request


@transaction.atomic
def take_and_answer(
    service_request: ServiceRequest,
    opinion: Opinion,
    *,
    shown: Page = ANYTHING,
    seen: int | None = None,
    by: Actor,
) -> ServiceRequest:
    """Answer straight from the list: what nobody has taken is taken first, in the same breath."""
    check_complete(opinion)
    if lock(service_request).state == State.SENT:
        take(service_request, by=by)
    return answer(service_request, opinion, shown=shown, seen=seen, by=by)


def check_complete(opinion: Opinion) -> None:
    problems = opinion.problems()
    if problems:
        raise OpinionIncomplete(problems)


def sign(
    service_request: ServiceRequest, opinion: Opinion, *, by: Actor, correction_reason: str = ""
) -> Answer:
    """Add the next version of the answer, with the name, profession and number of its signatory."""
    role = acting_role(by)
    latest = Answer.objects.filter(service_request=service_request).aggregate(latest=Max("version"))["latest"]
    return Answer.objects.create(
        service_request=service_request,
        version=(latest or 0) + 1,
        signed_by=role,
        signed_by_label=str(role),
        signed_by_rpps=role.practitioner.rpps,
        signed_at=timezone.now(),
        is_correction=bool(correction_reason),
        correction_reason=correction_reason,
        **opinion.columns(),
    )
