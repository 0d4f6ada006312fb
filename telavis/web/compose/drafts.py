"""Where a draft goes on, and how it comes back from the bin."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State, StepRefused
from telavis.web.compose.access import of_a_draft
from telavis.web.compose.steps import next_step, step_url
from telavis.web.middleware import ActorRequest


@require_GET
@of_a_draft
def resume(request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """The first step that is not done, or the form."""
    return redirect(step_url(next_step(draft), draft))


@require_POST
def restore(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Out of the bin; pressed twice, it is simply there."""
    draft = get_object_or_404(ServiceRequest.objects.asked_by(request.actor), pk=pk)
    try:
        if draft.state != State.DRAFT:
            actions.restore(draft, by=request.actor)
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("home:index")
    return redirect("compose:resume", pk)
