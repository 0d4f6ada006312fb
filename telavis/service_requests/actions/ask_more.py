"""Ask the requester for what is missing: the clock of the service stops, the requester’s starts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.parameters.models import parameter
from telavis.service_requests.models import AskedItem, Message, MessageKind, ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import acting_role, lock, move, save
from telavis.service_requests.workflow import Verb


@transaction.atomic
def ask_more(
    service_request: ServiceRequest, *, text: str, asked_items: Sequence[str] = (), by: Actor
) -> ServiceRequest:
    service_request = lock(service_request)
    came_from = service_request.state
    move(service_request, Verb.ASK_MORE, by=by)
    now = timezone.now()
    service_request.held_from, service_request.held_at = came_from, now
    service_request.escalate_at = None
    service_request.remind_at = now + timedelta(hours=parameter("complement_reminder_hours"))
    save(service_request, "held_from", "held_at", "remind_at", "escalate_at")
    Message.objects.create(
        service_request=service_request,
        kind=MessageKind.COMPLEMENT,
        author=acting_role(by),
        text=text,
        asked_items=list(asked_items),
        sent_at=now,
    )
    _note_what_is_missed(service_request, asked_items, now)
    tell(service_request, Verb.ASK_MORE, by=by)
    return service_request


def _note_what_is_missed(service_request: ServiceRequest, link_ids: Sequence[str], now: datetime) -> None:
    """Facts for the monthly report: what is still waited for from before is not asked a second time."""
    service, response = service_request.healthcare_service, service_request.response
    if service is None or response is None:
        return
    AskedItem.objects.bulk_create(
        [
            AskedItem(
                service_request=service_request,
                healthcare_service=service,
                questionnaire_id=response.questionnaire_id,
                link_id=link_id,
                asked_at=now,
            )
            for link_id in link_ids
        ],
        ignore_conflicts=True,
    )
