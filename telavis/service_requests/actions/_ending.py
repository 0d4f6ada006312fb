"""What every end of a request has in common."""

from django.utils import timezone

from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.steps import save


def end(service_request: ServiceRequest) -> None:
    """It is over: the time of its end, and no deadline runs any more."""
    service_request.ended_at = timezone.now()
    for column in ("announce_at", "remind_at", "escalate_at", "close_at"):
        setattr(service_request, column, None)
    save(service_request, "ended_at", "announce_at", "remind_at", "escalate_at", "close_at")
