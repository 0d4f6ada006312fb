"""Once sent: what happens now, and the few seconds in which one may still undo."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from telavis.service_requests import actions
from telavis.service_requests.delays import delay_words, median_delays
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.openings import open_patient
from telavis.service_requests.permissions import is_requester
from telavis.service_requests.queries.journal import expert_found_away
from telavis.service_requests.workflow import State, StepRefused
from telavis.web.middleware import ActorRequest

RELATED = (
    "patient__current",
    "healthcare_service__organization",
    "addressed_to__practitioner",
    "request_type",
)


@require_GET
def sent(request: ActorRequest, pk: UUID) -> HttpResponse:
    service_request = _asked(request, pk)
    if service_request.state in (State.DRAFT, State.DISCARDED):
        return redirect("compose:resume", pk)
    open_patient(service_request, by=request.actor)
    service = service_request.healthcare_service
    delays = median_delays([service.pk]) if service else {}
    context = {
        "service_request": service_request,
        "service": service,
        "delay": delay_words(delays[service.pk]) if service and service.pk in delays else "",
        "away": expert_found_away(service_request),
        "seconds_left": _seconds_left(service_request),
        "may_undo": is_requester(request.actor, service_request),
    }
    return render(request, "compose/sent.html", context)


@require_POST
def recall(request: ActorRequest, pk: UUID) -> HttpResponse:
    """«Annuler l’envoi»: the request is a draft again, as long as nobody has opened it."""
    try:
        actions.recall(_asked(request, pk), by=request.actor)
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("compose:sent", pk)
    messages.success(request, "L’envoi est annulé : la demande est de nouveau un brouillon.")
    return redirect("compose:form", pk)


@require_POST
def send_now(request: ActorRequest, pk: UUID) -> HttpResponse:
    """«Envoyer maintenant»: give up the seconds left to undo."""
    actions.send_now(_asked(request, pk), by=request.actor)
    return redirect("compose:sent", pk)


def _asked(request: ActorRequest, pk: UUID) -> ServiceRequest:
    mine = ServiceRequest.objects.asked_by(request.actor).select_related(*RELATED)
    return get_object_or_404(mine, pk=pk)


def _seconds_left(service_request: ServiceRequest) -> int:
    if service_request.state != State.SENT or service_request.visible_at is None:
        return 0
    return max(0, round((service_request.visible_at - timezone.now()).total_seconds()))
