"""Finding a file for a page, opening it for a person, and what every verb answers."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.openings import open_request
from telavis.service_requests.permissions import MAY, MAY_NOTE
from telavis.service_requests.queries.seen import seen
from telavis.service_requests.steps import NotAllowed
from telavis.service_requests.workflow import JOURNEY, Note, State, States, StepRefused, Verb
from telavis.values.french import typographic
from telavis.web.middleware import ActorRequest


def visible(request: ActorRequest, reference: str) -> ServiceRequest:
    """The request, if this person may see it; nothing is opened."""
    service_request = seen(reference, by=request.actor)
    if service_request is None:
        raise Http404
    return service_request


def opened(request: ActorRequest, reference: str) -> ServiceRequest:
    """The request, opened by this person: traced, marked as read."""
    try:
        return open_request(reference, by=request.actor)
    except ServiceRequest.DoesNotExist:
        raise Http404 from None


def check_is_theirs(request: ActorRequest, service_request: ServiceRequest, event: Verb | Note) -> None:
    """403 when this is not theirs to do, whatever the moment."""
    allowed = MAY[event] if isinstance(event, Verb) else MAY_NOTE[event]
    if not allowed(request.actor, service_request):
        raise NotAllowed(event)


def is_the_moment(service_request: ServiceRequest, event: Verb | Note) -> bool:
    if isinstance(event, Verb):
        return service_request.state in JOURNEY[event].sources
    return service_request.state in States.ONCE_SENT


def too_late(service_request: ServiceRequest) -> str:
    """What a page says that arrives after the moment."""
    state = State(service_request.state).label
    return typographic(f"Ce n’est plus possible : cette demande est maintenant « {state} ».")


def attempt(request: ActorRequest, reference: str, act: Callable[[], object], done: str) -> HttpResponse:
    """Do one verb; whoever comes second is told who was first. Then the file again."""
    try:
        act()
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, done, "toast")
    return redirect("thread:file", reference)
