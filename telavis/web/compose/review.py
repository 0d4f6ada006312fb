"""The last look before sending: who will read it, about whom, what is said, what is missing."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from telavis.documents.queries import is_checking
from telavis.questionnaires.queries import form_of
from telavis.service_requests import actions
from telavis.service_requests.folders import what_holds_up
from telavis.service_requests.forms import form_context
from telavis.service_requests.last_look import stamp_of
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.permissions import is_requester
from telavis.service_requests.workflow import State, StepRefused
from telavis.values.french import plural, typographic
from telavis.web.compose.access import of_a_draft
from telavis.web.compose.steps import next_step, step_url, steps
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.documents import strip_of
from telavis.web.pieces.questionnaire import page_of

CONFIRMED = "confirmed"
SEEN, LONGEST_STAMP = "seen", 64
"""What was looked at, as a stamp that says nothing."""


@require_GET
@of_a_draft
def review(request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    if draft.response is None or next_step(draft) != "form":
        return redirect(step_url(next_step(draft), draft))
    form = form_of(draft.response, form_context(draft))
    context = {
        "draft": draft,
        "steps": steps("form", draft),
        "sections": form.sections(),
        "page": page_of(form),
        "tiles": strip_of(draft.folder),
        "stops": actions.missing_before_sending(draft),
        "recipient_stop": actions.recipient_problem(draft),
        "held_up": what_holds_up(draft.folder),
        "is_checking": is_checking(draft.folder),
        "may_send": is_requester(request.actor, draft),
        "seen": stamp_of(draft),
        "hand_over_text": f"Prévenir {draft.requester.practitioner.full_name}",
    }
    return render(request, "compose/review.html", context)


@require_POST
@of_a_draft
def hand_over(request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """A delegate has prepared it: the one who will send it is told."""
    actions.hand_over(draft, by=request.actor)
    who = draft.requester.practitioner.full_name
    messages.success(request, f"Un message est parti à {who}, qui trouvera cette demande sur son accueil.")
    if lacking := len(actions.missing_before_sending(draft)):
        left = f"Avant l’envoi, il reste {plural(lacking, 'point')} à compléter : la relecture les montre."
        messages.info(request, typographic(left))
    return redirect("home:index")


@require_GET
@of_a_draft
def alarm(request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """What to do instead of waiting for an answer. An address of its own: «back» from the confirmation finds a page."""
    if not _alarms(draft):
        return redirect("compose:review", draft.pk)
    seen = request.GET.get(SEEN, "")[:LONGEST_STAMP]
    return render(request, "compose/red_flags.html", {**_alarm_context(draft), "seen": seen})


@require_POST
def send(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Send once. Pressed twice, from three tabs or after «back», it leads to the same confirmation."""
    service_request = get_object_or_404(ServiceRequest.objects.asked_by(request.actor), pk=pk)
    if service_request.state not in (State.DRAFT, State.DISCARDED):
        return redirect("compose:sent", pk)
    seen = request.POST.get(SEEN, "")
    if CONFIRMED not in request.POST and _alarms(service_request):
        return redirect(f"{reverse('compose:alarm', args=[pk])}?{urlencode({SEEN: seen})}")
    try:
        actions.send(service_request, by=request.actor, seen=seen)
    except actions.NotReady:
        return redirect("compose:review", pk)
    except actions.ChangedSinceTheLastLook as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("compose:review", pk)
    except StepRefused as refusal:
        if ServiceRequest.objects.filter(pk=pk, state=State.SENT).exists():
            return redirect("compose:sent", pk)
        messages.warning(request, refusal.sentence)
        return redirect("compose:resume", pk)
    return redirect("compose:sent", pk)


def _alarms(service_request: ServiceRequest) -> bool:
    """Red flags of a request that could leave: one that lacks something goes back to its last look first."""
    return bool(_alarm_context(service_request)["flags"]) and not actions.missing_before_sending(
        service_request
    )


def _alarm_context(service_request: ServiceRequest) -> dict[str, object]:
    response = service_request.response
    flags = form_of(response, form_context(service_request)).red_flags() if response else []
    return {"draft": service_request, "service": service_request.healthcare_service, "flags": flags}
