"""The forms of one’s services: what each asks now, and the work under way."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from telavis.questionnaires.models import RequestType
from telavis.studio import actions
from telavis.studio.permissions import coordinated_by, services_seen_by
from telavis.studio.queries import forms_seen_by
from telavis.values.refused import Refused
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import accepted, say_done, say_why_not
from telavis.web.studio.access import for_the_studio
from telavis.web.studio.forms import TypeForm

MOST_SERVICES = 50


@require_safe
@for_the_studio
def index(request: ActorRequest) -> HttpResponse:
    services, is_cut = forms_seen_by(request.actor, MOST_SERVICES)
    context = {"services": services, "is_cut": is_cut, "own": coordinated_by(request.actor)}
    return render(request, "studio/index.html", context)


@require_POST
@for_the_studio
def begin(request: ActorRequest, pk: UUID, type_pk: UUID) -> HttpResponse:
    """From what the service asks now."""
    service = get_object_or_404(services_seen_by(request.actor), pk=pk)
    request_type = get_object_or_404(RequestType, pk=type_pk)
    try:
        work = actions.start(service, request_type, by=request.actor)
    except Refused as refusal:
        say_why_not(request, refusal)
        return redirect("studio:index")
    say_done(request, "Le travail commence : rien ne change pour les requérants avant la publication.")
    return redirect("studio:work", work.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_studio
def new_type(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A type of request that did not exist."""
    service = get_object_or_404(
        services_seen_by(request.actor).filter(pk__in=coordinated_by(request.actor)), pk=pk
    )
    form = TypeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        work = accepted(form, lambda: actions.start_new_type(service, **typed, by=request.actor))
        if work:
            say_done(request, "Le formulaire est commencé : ajoutez vos questions.")
            return redirect("studio:work", work.pk)
    return render(request, "studio/new_type.html", {"form": form, "service": service})
