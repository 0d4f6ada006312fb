"""«Réception»: the requests of the services where one works, and the ones a referent watches over."""

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.permissions import may_assign
from telavis.service_requests.queries.counts import in_words
from telavis.service_requests.queries.inbox import Page, Tab, Tray, inbox_page
from telavis.service_requests.queries.referent import referent_page, waiting_under
from telavis.service_requests.workflow import StepRefused
from telavis.services.queries import watched_by
from telavis.web.inbox import tray as trays
from telavis.web.inbox.desk import DeskService, desk_of
from telavis.web.inbox.forms import AssignForm
from telavis.web.inbox.lines import EMPTY, NARROWED, lines_of
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.rendering import render_page


@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """One list; htmx asks for it again every 30 s and is told 204 when nothing has changed."""
    desk = desk_of(request.actor)
    is_referent = watched_by(request.actor).exists()
    if not desk:
        if is_referent:
            return redirect("inbox:referent")
        raise Http404
    tray, after = trays.read_tray(request.GET, desk), request.GET.get("apres", "")
    page = inbox_page(request.actor, list(desk), tray, after=after)
    seen = hashlib.sha256(repr((page, tray)).encode()).hexdigest()[:16]
    if request.GET.get("vu") == seen:
        return HttpResponse(status=204)
    context = {
        "answers": True,
        "services": list(desk.values()),
        "is_referent": is_referent,
        "lines": lines_of(request.actor, page.rows, desk, tab=tray.tab),
        "seen": seen,
        **_ways(tray, page, after, desk),
    }
    return render_page(request, "inbox/index.html", context, fragment="list")


def _ways(tray: Tray, page: Page, after: str, desk: dict[UUID, DeskService]) -> dict[str, Any]:
    """The addresses around the list: tabs, filters, the next rows."""
    return {
        "tabs": trays.tabs(tray, page.counts, takes=any(each.may_take for each in desk.values())),
        "service_choices": trays.service_choices(tray, desk.values()) if len(desk) > 1 else [],
        "urgency_choices": trays.urgency_choices(tray),
        "new_count": in_words(page.counts[Tab.NEW]) if page.counts[Tab.NEW] else "",
        "empty": NARROWED if tray.is_narrowed else EMPTY[tray.tab],
        "whole_url": trays.tray_url(Tray(tab=tray.tab)) if tray.is_narrowed else "",
        "here": trays.tray_url(tray, after=after),
        "next_url": trays.tray_url(tray, after=page.next) if page.next else "",
        "first_url": trays.tray_url(tray) if after else "",
    }


@require_POST
def take(request: ActorRequest, reference: str) -> HttpResponse:
    """«Prendre» in the list: the file opens, ready to be answered."""
    visible = ServiceRequest.objects.visible_to(request.actor)
    service_request = get_object_or_404(visible, reference=reference)
    try:
        actions.take(service_request, by=request.actor)
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("inbox:index")
    return redirect("thread:file", reference)


@require_safe
def referent(request: ActorRequest) -> HttpResponse:
    """What waits in my establishment and with whom; nothing about any patient."""
    establishments = list(watched_by(request.actor))
    if not establishments:
        raise Http404
    page = referent_page(request.actor, after=request.GET.get("apres", ""))
    context = {"establishments": establishments, "page": page, "is_further": "apres" in request.GET}
    return render(request, "inbox/referent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: ActorRequest, reference: str) -> HttpResponse:
    """«Attribuer à…»: another member answers for it, and nobody has taken it yet."""
    service_request = _assignable(request, reference)
    form = AssignForm(request.POST or None, service_request=service_request)
    back = "inbox:index" if desk_of(request.actor) else "inbox:referent"
    if not form.is_valid():
        context = {"form": form, "service_request": service_request, "back": back}
        return render(request, "inbox/assign.html", context)
    try:
        actions.assign(service_request, form.cleaned_data["member"], by=request.actor)
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
    except actions.NotAMember:
        messages.warning(request, "Cette personne ne fait plus partie du service.")
    else:
        messages.success(
            request, f"{reference} est attribuée à {form.cleaned_data['member'].practitioner}.", "toast"
        )
    return redirect(back)


def _assignable(request: ActorRequest, reference: str) -> ServiceRequest:
    """Visible to this person, or waiting under them as referent; else there is no such page."""
    rows = ServiceRequest.objects.select_related(
        "healthcare_service__organization__referent", "owner__practitioner", "requester"
    )
    # One after the other: «visible or waiting» in one statement would read every request that is visible.
    reasons = (ServiceRequest.objects.visible_to(request.actor), waiting_under(request.actor))
    keys = (reason.filter(reference=reference).values_list("pk", flat=True).first() for reason in reasons)
    service_request = get_object_or_404(rows, pk=next((key for key in keys if key), None))
    if not may_assign(request.actor, service_request):
        raise actions.NotAllowed("assign")
    return service_request
