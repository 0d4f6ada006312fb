"""Who comes to these pages: the identity desk; to everybody else they do not exist. And what the pages share."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from telavis.patients import merging
from telavis.patients.models import Patient
from telavis.patients.pairs import waiting_count
from telavis.patients.permissions import is_identity_desk
from telavis.service_requests.queries.counts import CAP, in_words
from telavis.values.french import typographic
from telavis.values.refused import Refused
from telavis.web.middleware import ActorRequest

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponse]
PLACES = {
    "queue": "À examiner",
    "apart": "Deux personnes",
    "merges": "Fusionnées",
    "search": "Rechercher",
}
"""The first page of each part, and its words."""


def for_identity_desk(view: View[P]) -> View[P]:
    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_identity_desk(request.actor):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def page(
    request: ActorRequest, place: str, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of one part, below the way to the others."""
    waiting = waiting_count(CAP + 1)
    places = [
        {
            "text": words,
            "href": reverse(f"identities:{name}"),
            "current": name == place,
            "count": in_words(waiting) if name == "queue" and waiting else "",
        }
        for name, words in PLACES.items()
    ]
    return render(request, f"identities/{template}.html", {**context, "places": places}, status=status)


def attempt(request: ActorRequest, act: Callable[[], object], done: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except Refused as refusal:
        told_why(request, refusal)
        return False
    messages.success(request, typographic(done))
    return True


def side_by_side(request: ActorRequest, one: Patient, other: Patient) -> HttpResponse:
    """To the pair of these two, as if the night had found them."""
    try:
        pair = merging.propose(one, other, by=request.actor)
    except Refused as refusal:
        told_why(request, refusal)
        return redirect("identities:patient", one.pk)
    return redirect("identities:pair", pair.pk)


def told_why(request: ActorRequest, refusal: Refused) -> None:
    messages.warning(request, refusal.sentence)
