"""«Réorienter»: another service receives the file."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect as go_to
from django.views.decorators.http import require_http_methods

from telavis.directory.models import HealthcareService
from telavis.directory.queries import search_services
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import StepRefused, Verb
from telavis.services.offers import services_answering
from telavis.web.middleware import ActorRequest
from telavis.web.thread.asking import Asking, show
from telavis.web.thread.finding import check_is_theirs, visible
from telavis.web.thread.forms import RedirectForm

MOST_SERVICES = 20

REDIRECT = Asking(
    Verb.REDIRECT,
    title="Réorienter vers un autre service",
    text="Tout le dossier part avec la demande. Vous ne le verrez plus ; le requérant en est averti.",
    button="Réorienter",
    done="La demande est réorientée. Le requérant en est averti.",
    icon="redirect",
)


@require_http_methods(["GET", "HEAD", "POST"])
def redirect(request: ActorRequest, reference: str) -> HttpResponse:
    """Search among the services, choose one, say why."""
    service_request = visible(request, reference)
    check_is_theirs(request, service_request, Verb.REDIRECT)
    text = request.POST.get("service_text", "").replace("\x00", "")[:200]
    services = _services(service_request, text)
    choices = [(str(each.pk), str(each)) for each in services]
    is_search = request.POST.get("do") == "search"
    form = RedirectForm(
        request.POST if request.method == "POST" and not is_search else None,
        services=choices,
        initial=_typed(request) if is_search else {},
    )
    if form.is_valid():
        chosen = next(each for each in services if str(each.pk) == form.cleaned_data["service"])
        try:
            actions.redirect(service_request, chosen, reason=form.cleaned_data["reason"], by=request.actor)
        except StepRefused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, REDIRECT.done, "toast")
            return go_to("inbox:index")
    nowhere = not services and not text and request.method != "POST"
    search = {"text": text, "found": len(services), "too_many": len(services) == MOST_SERVICES}
    return show(request, service_request, REDIRECT, form, search=search, nowhere=nowhere)


def _services(service_request: ServiceRequest, text: str) -> list[HealthcareService]:
    """The others that answer requests of this type."""
    answering = services_answering(search_services(text), service_request.request_type_id)
    return list(answering.exclude(requests=service_request)[:MOST_SERVICES])


def _typed(request: ActorRequest) -> dict[str, Any]:
    """A search keeps what was already chosen and written."""
    return {name: request.POST.get(name, "") for name in ("service", "reason")}
