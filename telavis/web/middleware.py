"""Who is asking: the actor, once per page, for every view and every trace."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from telavis.accounts.models import User
from telavis.audit.actions import HttpOrigin, http_origin
from telavis.directory.actors import Actor, actor_for, workplaces_of
from telavis.directory.models import PractitionerRole

WORKPLACE = "workplace"
ON_BEHALF_OF = "on_behalf_of"


class ActorRequest(HttpRequest):
    """An HTTP request of a signed-in person."""

    actor: Actor
    user: User
    workplaces: list[PractitionerRole]
    htmx: HtmxDetails


class ActorMiddleware:
    """Sets `request.actor` for a signed-in person, None for the others, and the places they may act from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor, workplaces = None, []
        if request.user.is_authenticated:
            workplaces = workplaces_of(request.user)
            actor = actor_for(
                request.user,
                role_id=request.session.get(WORKPLACE),
                on_behalf_of_id=request.session.get(ON_BEHALF_OF),
                workplaces=workplaces,
            )
        request.actor = actor  # type: ignore[attr-defined]
        request.workplaces = workplaces  # type: ignore[attr-defined]
        token = http_origin.set(
            HttpOrigin(request.META.get("REMOTE_ADDR"), getattr(request, "request_id", ""))
        )
        try:
            return self.get_response(request)
        finally:
            http_origin.reset(token)
