"""What happens by itself: one periodic action takes the rows whose moment has come, each exactly once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog
from django.db import transaction

from telavis.directory.actors import Actor
from telavis.parameters.models import parameter
from telavis.service_requests.actions.close import close
from telavis.service_requests.actions.erase import erase
from telavis.service_requests.models import ServiceRequest, SweepMark
from telavis.service_requests.notifications import Deadline, tell
from telavis.service_requests.workflow import State, States
from telavis.services.queries import another_than, coordinator_of, present_referent

log = structlog.get_logger("telavis.sweep")

SYSTEM = Actor.system()
BATCH = 500


def sweep(now: datetime) -> int:
    """Do all that is due at `now`; returns how many deadlines were met. Safe to run twice, or twice at once."""
    return sum(_each_due(column, act, now) for column, act in _DUE.items()) + _erase_old_drafts(now)


def _announce(service_request: ServiceRequest) -> None:
    if service_request.state == State.SENT:
        tell(service_request, Deadline.ANNOUNCE, by=SYSTEM)


def _remind(service_request: ServiceRequest) -> None:
    waits_for_requester = service_request.state == State.ON_HOLD
    event = Deadline.REMIND_REQUESTER if waits_for_requester else Deadline.REMIND
    if service_request.state in States.OPEN:
        tell(service_request, event, by=SYSTEM)


def _escalate(service_request: ServiceRequest) -> None:
    """The coordinator (or their substitute) answers for it now, then the referent; never the one who asked.

    When neither is there, whoever has it keeps it.
    """
    service = service_request.healthcare_service
    if service_request.state not in States.OPEN or service is None:
        return
    asker = service_request.requester.practitioner_id
    coordinator = coordinator_of(service.pk, besides=asker)
    referent = another_than(asker, present_referent(service.organization))
    next_owner = referent if coordinator in (None, service_request.owner) else coordinator
    if next_owner and next_owner != service_request.owner:
        service_request.owner = next_owner
        service_request.save(update_fields=["owner"])
    tell(service_request, Deadline.ESCALATE, by=SYSTEM)


def _close(service_request: ServiceRequest) -> None:
    if service_request.state == State.ANSWERED:
        close(service_request, by=SYSTEM)


_DUE: dict[str, Callable[[ServiceRequest], None]] = {
    "announce_at": _announce,
    "remind_at": _remind,
    "escalate_at": _escalate,
    "close_at": _close,
}


def _each_due(column: str, act: Callable[[ServiceRequest], None], now: datetime) -> int:
    """One transaction for each row: a failure on one never holds the others back, and is tried again next time."""
    due = ServiceRequest.objects.filter(**{f"{column}__lte": now}).order_by(column)
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    return sum(_apart(column, pk, partial(_meet, pk, column, act, now)) for pk in keys)


@transaction.atomic
def _meet(pk: UUID, column: str, act: Callable[[ServiceRequest], None], now: datetime) -> bool:
    row = (
        ServiceRequest.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("healthcare_service__organization__referent", "requester__practitioner__user")
        .filter(pk=pk, **{f"{column}__lte": now})
        .first()
    )
    if row is None:
        return False
    due_at = getattr(row, column)
    ServiceRequest.objects.filter(pk=pk).update(**{column: None})
    setattr(row, column, None)
    mark = {"service_request_id": pk, "event": column.removesuffix("_at"), "due_at": due_at}
    _, is_first = SweepMark.objects.get_or_create(**mark, defaults={"done_at": now})
    if is_first:
        act(row)
    return is_first


def _apart(deadline: str, pk: UUID, act: Callable[[], bool]) -> bool:
    """Was it done? What fails is logged by its key and its place in the code, and stays due."""
    try:
        return act()
    except Exception:
        log.exception("deadline_failed", deadline=deadline, service_request_id=str(pk))
        return False


def _erase_old_drafts(now: datetime) -> int:
    limit = now - timedelta(days=parameter("bin_days"))
    due = ServiceRequest.objects.filter(state=State.DISCARDED, discarded_at__lt=limit)
    return sum(_apart("erase", each.pk, partial(erase, each)) for each in due[:BATCH])
