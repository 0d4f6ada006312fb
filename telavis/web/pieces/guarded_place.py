"""A place that only some may enter: what guards its pages, and the tabs that lead to its parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from telavis.directory.actors import Actor
from telavis.web.middleware import ActorRequest

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponse]


def only_for(may_enter: Callable[[Actor], bool]) -> Callable[[View[P]], View[P]]:
    """To everybody else the page does not exist."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not may_enter(request.actor):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


@dataclass(frozen=True)
class Parts:
    """The parts of a place: the name of each first page, and the words of its tab."""

    place: str
    """Under which its addresses are named."""
    label: str
    words: Mapping[str, str]

    def page(
        self,
        request: ActorRequest,
        current: str,
        template: str,
        context: dict[str, Any],
        *,
        status: int = 200,
        **counts: str,
    ) -> HttpResponse:
        """A page of one part, below the tabs. `counts`: how many wait in a part."""
        parts = [
            {
                "text": words,
                "href": reverse(f"{self.place}:{name}"),
                "current": name == current,
                "count": counts.get(name, ""),
            }
            for name, words in self.words.items()
        ]
        shown = {**context, "parts": parts, "place_label": self.label}
        return render(request, template, shown, status=status)
