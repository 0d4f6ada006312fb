"""The file of a request: one page for the one who asks, the colleague who follows and the expert."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from telavis.web.middleware import ActorRequest
from telavis.web.pieces.rendering import is_read_by_a_person
from telavis.web.thread.file_page import render_file
from telavis.web.thread.finding import opened, visible


@require_safe
def file(request: ActorRequest, reference: str) -> HttpResponse:
    """Opened by a person only: HEAD, prefetch and polling leave no mark and get nothing to read."""
    if not is_read_by_a_person(request):
        visible(request, reference)
        return HttpResponse(status=204)
    return render_file(request, opened(request, reference))
