"""Who comes to these pages: a health professional, and for a draft the one whose draft it is."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.openings import open_patient
from telavis.service_requests.permissions import may_start
from telavis.service_requests.workflow import State, StepRefused
from telavis.values.french import typographic
from telavis.web.middleware import ActorRequest

View = Callable[[ActorRequest], HttpResponse]
DraftView = Callable[[ActorRequest, ServiceRequest], HttpResponse]
RELATED = (
    *("patient__current", "requester", "request_type", "healthcare_service__organization"),
    *("response", "folder"),
)


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
            return _traced(view, request, draft)
        except StepRefused as refusal:
            if request.headers.get("Accept") == "application/json":
                return JsonResponse({"sentence": refusal.sentence}, status=HTTPStatus.CONFLICT)
            messages.warning(request, refusal.sentence)
            return redirect("home:index")

    return found


def _traced(view: DraftView, request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """Every page of a draft shows its patient: it is shown with its trace, or not at all.

    Whatever the headers say: somebody who forges those of a refresh leaves a trace too.
    """
    if request.method == "GET":
        with transaction.atomic():
            return _with_its_trace(view(request, draft), request, draft)
    # What was typed and saved stays saved, whatever becomes of the page that answers.
    return _with_its_trace(view(request, draft), request, draft)


def _with_its_trace(response: HttpResponse, request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """A page that comes back with its errors shows the patient too; a redirection and the words of a save do not."""
    is_a_page = response.headers.get("Content-Type", "").startswith("text/html") and response.content
    if is_a_page and request.method != "HEAD":
        open_patient(draft, by=request.actor)
    return response


def is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def asked_by_me(request: ActorRequest, pk: UUID) -> ServiceRequest:
    """A draft of this person's, or a request that they have sent: those who ask may correct the identity."""
    mine = ServiceRequest.objects.asked_by(request.actor).exclude(state=State.DISCARDED)
    return get_object_or_404(mine.select_related("patient__current"), pk=pk)


def back_to(asked: ServiceRequest) -> str:
    """Where the identity was looked at from: the draft, or the file."""
    if asked.state == State.DRAFT:
        return reverse("compose:resume", args=[asked.pk])
    return reverse("thread:file", args=[asked.reference])
