"""Who comes to these pages: a health professional, and for a draft the one whose draft it is."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.permissions import may_start
from telavis.service_requests.workflow import State, StepRefused
from telavis.values.french import typographic
from telavis.web.middleware import ActorRequest

View = Callable[[ActorRequest], HttpResponse]
DraftView = Callable[[ActorRequest, ServiceRequest], HttpResponse]
RELATED = ("patient__current", "request_type", "healthcare_service__organization")


def for_professionals(view: View) -> View:
    """Any health professional may ask, and a delegate for the one they prepare for; nobody else."""

    @wraps(view)
    def guarded(request: ActorRequest) -> HttpResponse:
        if not may_start(request.actor):
            raise PermissionDenied
        return view(request)

    return guarded


def of_a_draft(view: DraftView) -> Callable[[ActorRequest, UUID], HttpResponse]:
    """Find the draft among those of this person. Once sent it is no longer here: an old tab is told so."""

    @wraps(view)
    def found(request: ActorRequest, pk: UUID) -> HttpResponse:
        mine = ServiceRequest.objects.asked_by(request.actor).select_related(*RELATED)
        draft = get_object_or_404(mine, pk=pk)
        try:
            if draft.state != State.DRAFT:
                state = State(draft.state).label
                raise StepRefused(
                    typographic(
                        f"La demande {draft.reference} n’est plus un brouillon : elle est « {state} »."
                    )
                )
            return view(request, draft)
        except StepRefused as refusal:
            messages.warning(request, refusal.sentence)
            return redirect("home:index")

    return found


def is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
