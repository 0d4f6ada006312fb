"""Who comes to these pages: administrators; to everybody else they do not exist. And what the pages share."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from telavis.accounts.models import Right
from telavis.values.french import typographic
from telavis.values.refused import Refused
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.searches import kept_search

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponse]
LONGEST_SEARCH = 100
PLACES = {
    "home": "À faire",
    "registrations": "Inscriptions",
    "accounts": "Comptes",
    "organizations": "Établissements",
    "services": "Services",
    "texts": "Textes",
    "parameters": "Réglages",
    "log": "Journal",
}
"""The first page of each part, and its words."""


def for_administrators(view: View[P]) -> View[P]:
    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.actor.has(Right.ADMINISTRATOR):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def words_kept(request: ActorRequest, page: str) -> str:
    """What was searched on this page, by POST: a name never stands in an address."""
    typed = kept_search(request, page)
    return typed.get("q", "").strip()[:LONGEST_SEARCH] if typed else ""


def address_with(**parts: str) -> str:
    """This page's own address, with what is not empty."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in parts.items() if value})
    return f"?{query.urlencode()}"


def page(
    request: ActorRequest, place: str, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of one part, below the way to the others."""
    places = [
        {"text": words, "href": reverse(f"administration:{name}"), "current": name == place}
        for name, words in PLACES.items()
    ]
    return render(request, f"administration/{template}.html", {**context, "places": places}, status=status)


def attempt(request: ActorRequest, act: Callable[[], object], done: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return False
    say_done(request, done)
    return True


def say_done(request: ActorRequest, done: str) -> None:
    messages.success(request, typographic(done))
