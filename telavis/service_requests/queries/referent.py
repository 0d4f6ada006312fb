"""What the referent of an establishment sees: which requests wait there, and with whom. No clinical content."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import States
from telavis.services.queries import watched_by

PAGE = 25


@dataclass(frozen=True)
class ReferentRow:
    reference: str
    service: str
    urgency: int
    sent_at: datetime
    is_late: bool
    owner: str


@dataclass(frozen=True)
class ReferentPage:
    rows: list[ReferentRow]
    next: str = ""


def waiting_under(actor: Actor) -> QuerySet[ServiceRequest]:
    """Requests that wait in the establishments of this referent."""
    return ServiceRequest.objects.filter(
        healthcare_service__organization__in=watched_by(actor),
        state__in=States.OPEN,
        visible_at__lte=timezone.now(),
    )


def referent_page(actor: Actor, *, after: str = "") -> ReferentPage:
    """One page, the most urgent and oldest first."""
    rows = waiting_under(actor).filter(_beyond(after)).order_by("urgency", "sent_at", "id")
    related = rows.select_related("healthcare_service", "owner__practitioner")
    found = list(related[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return ReferentPage(
        [_row(each) for each in found[:PAGE]],
        f"{last.urgency}_{last.sent_at.isoformat()}_{last.pk}" if last and last.sent_at else "",
    )


def _row(service_request: ServiceRequest) -> ReferentRow:
    service, owner, sent_at = (
        service_request.healthcare_service,
        service_request.owner,
        service_request.sent_at,
    )
    now = timezone.now()
    return ReferentRow(
        reference=service_request.reference,
        service=service.name if service else "",
        urgency=service_request.urgency or 0,
        sent_at=sent_at or now,
        is_late=service_request.escalate_at is not None and service_request.escalate_at < now,
        owner=owner.practitioner.full_name if owner else "",
    )


def _beyond(after: str) -> Q:
    """What comes after the cursor of «Suivants»; one that somebody typed by hand is no cursor."""
    try:
        urgency, at, key = after.split("_")
        rank, moment, pk = int(urgency), datetime.fromisoformat(at), UUID(key)
    except ValueError:
        return Q()
    if moment.tzinfo is None:
        return Q()
    same_moment = Q(urgency=rank, sent_at=moment, id__gt=pk)
    return Q(urgency__gt=rank) | Q(urgency=rank, sent_at__gt=moment) | same_moment
