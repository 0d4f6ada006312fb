"""The file of a request: one page for the one who asks, the colleague who follows and the expert."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from telavis.web.middleware import ActorRequest
from telavis.web.pieces.rendering import is_read_by_a_person
from telavis.web.thread.file_page import render_file
from telavis.web.thread.finding import opened, visible
from telavis.web.thread.head import head_of, stamp_of


@require_safe
def file(request: ActorRequest, reference: str) -> HttpResponse:
    """Opened by a person only: HEAD, prefetch and polling leave no mark and get nothing to read."""
    if not is_read_by_a_person(request):
        visible(request, reference)
        return HttpResponse(status=204)
    return render_file(request, opened(request, reference))


@require_safe
def state(request: ActorRequest, reference: str) -> HttpResponse:
    """What the head of an open file asks every 30 s: 204 while nothing has moved. It shows no patient and opens nothing."""
    service_request = visible(request, reference)
    if not request.htmx:
        return redirect("thread:file", reference)
    if request.GET.get("vu") == stamp_of(service_request):
        return HttpResponse(status=204)
    head = {**head_of(request.actor, service_request), "has_moved": True}
    return render(request, "thread/head.html", head)
