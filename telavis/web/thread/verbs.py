"""The verbs that need no word of explanation: one press, one action."""

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from telavis.service_requests import actions
from telavis.web.middleware import ActorRequest
from telavis.web.thread.finding import attempt, visible


@require_POST
def take(request: ActorRequest, reference: str) -> HttpResponse:
    act = partial(actions.take, visible(request, reference), by=request.actor)
    return attempt(request, reference, act, "Vous avez pris cette demande en charge.")


@require_POST
def release(request: ActorRequest, reference: str) -> HttpResponse:
    act = partial(actions.release, visible(request, reference), by=request.actor)
    return attempt(request, reference, act, "La demande est de nouveau dans la liste du service.")


@require_POST
def recall(request: ActorRequest, reference: str) -> HttpResponse:
    act = partial(actions.recall, visible(request, reference), by=request.actor)
    return attempt(request, reference, act, "L’envoi est annulé : la demande est de nouveau un brouillon.")


@require_POST
def close(request: ActorRequest, reference: str) -> HttpResponse:
    act = partial(actions.close, visible(request, reference), by=request.actor)
    return attempt(request, reference, act, "Le dossier est clos. L’avis reste lisible.")


@require_POST
def discard(request: ActorRequest, reference: str) -> HttpResponse:
    act = partial(actions.discard, visible(request, reference), by=request.actor)
    return attempt(request, reference, act, "Le brouillon est dans la corbeille, pour 30 jours.")


@require_POST
def restore(request: ActorRequest, reference: str) -> HttpResponse:
    act = partial(actions.restore, visible(request, reference), by=request.actor)
    return attempt(request, reference, act, "Le brouillon est repris.")
