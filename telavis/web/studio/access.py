"""Who comes to these pages: coordinators for their services, administrators to see; to everybody else they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from telavis.studio.models import FormWork
from telavis.studio.permissions import coordinates, may_enter, works_seen_by
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.guarded_place import P, only_for

WorkView = Callable[Concatenate[ActorRequest, FormWork, P], HttpResponse]
PageView = Callable[..., HttpResponse]
"""Its address gives it the key of the work, by name."""

for_the_studio = only_for(may_enter)


def of_a_work(view: WorkView[P]) -> PageView:
    """For those who see this work; the view gets its row."""

    @wraps(view)
    def guarded(request: ActorRequest, /, pk: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        work = get_object_or_404(works_seen_by(request.actor), pk=pk)
        return view(request, work, *args, **kwargs)

    return guarded


def by_a_coordinator(view: WorkView[P]) -> PageView:
    """For those who change it: an administrator sees the form, and this page is not theirs."""

    @wraps(view)
    def guarded(request: ActorRequest, work: FormWork, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not coordinates(request.actor, work.healthcare_service_id):
            raise PermissionDenied
        return view(request, work, *args, **kwargs)

    return of_a_work(guarded)
