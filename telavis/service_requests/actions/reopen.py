"""The requester needs a precision on the answer: the request goes back to the one who had it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import PractitionerRole
from telavis.parameters.models import parameter
from telavis.service_requests.actions.send import set_deadlines
from telavis.service_requests.models import Message, MessageKind, ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.steps import (
    acting_role,
    check_theirs,
    lock,
    move,
    owner_besides_the_asker,
    save,
)
from telavis.service_requests.workflow import State, StepRefused, Verb
from telavis.services.queries import still_answers


@transaction.atomic
def reopen(service_request: ServiceRequest, *, text: str, by: Actor) -> ServiceRequest:
    """Within thirty days of the end (of the answer, while it is not closed)."""
    service_request = lock(service_request)
    check_theirs(service_request, Verb.REOPEN, by=by)
    now = timezone.now()
    since = service_request.ended_at if service_request.state == State.CLOSED else service_request.answered_at
    if since and since + timedelta(days=parameter("reopen_days")) < now:
        raise StepRefused("Plus de 30 jours ont passé : créez une nouvelle demande pour ce patient.")
    move(service_request, Verb.REOPEN, by=by)
    service_request.owner = _who_answers_for_it(service_request)
    service_request.ended_at = service_request.close_at = None
    set_deadlines(service_request, now)
    save(service_request, "owner", "ended_at", "close_at", "remind_at", "escalate_at")
    Message.objects.create(
        service_request=service_request,
        kind=MessageKind.MESSAGE,
        author=acting_role(by),
        text=text,
        sent_at=now,
    )
    tell(service_request, Verb.REOPEN, by=by)
    return service_request


def _who_answers_for_it(service_request: ServiceRequest) -> PractitionerRole | None:
    """The one who had it; whoever answers for the service today when they have left it."""
    had_it, service = service_request.taken_by, service_request.healthcare_service
    if service is None or (had_it and still_answers(had_it, service.pk)):
        return had_it or service_request.owner
    return owner_besides_the_asker(service_request, service) or service_request.owner
