"""Who comes to these pages: administrators; to everybody else they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse

from telavis.accounts.models import Right
from telavis.web.middleware import ActorRequest

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponse]


def for_administrators(view: View[P]) -> View[P]:
    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.actor.has(Right.ADMINISTRATOR):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
