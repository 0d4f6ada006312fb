"""The three lists of the identity desk: pairs to examine, pairs told apart, merges, each of which can be undone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from telavis.patients import merging, openings
from telavis.patients.models import Merge, PairState
from telavis.web.identities.access import for_identity_desk, page
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import attempt
from telavis.web.pieces.paging import read_after, ways_on
from telavis.web.recent_proof import needs_recent_proof


@require_GET
@for_identity_desk
def queue(request: ActorRequest) -> HttpResponse:
    """Who waits, the likeliest first, twenty-five at a time."""
    return _pairs(request, "queue", PairState.WAITING)


@require_GET
@for_identity_desk
def apart(request: ActorRequest) -> HttpResponse:
    """Of whom it was said that they are two, the newest first."""
    return _pairs(request, "apart", PairState.APART)


@require_GET
@for_identity_desk
def merges(request: ActorRequest) -> HttpResponse:
    found = openings.list_merges(read_after(request), by=request.actor)
    return page(request, "merges", "merges", {"rows": found.rows, **ways_on(request, found.next)})


@require_POST
@for_identity_desk
@needs_recent_proof("Défaire la fusion")
def undo(request: ActorRequest, key: UUID) -> HttpResponse:
    """Two again, each as it was last said."""
    made = get_object_or_404(Merge.objects.select_related("survivor", "absorbed"), pk=key)
    attempt(
        request,
        lambda: merging.undo(made, by=request.actor),
        "La fusion est défaite : chacune des deux identités est de nouveau elle-même.",
    )
    return redirect("identities:merges")


def _pairs(request: ActorRequest, part: str, state: PairState) -> HttpResponse:
    found = openings.list_pairs(state, read_after(request), by=request.actor)
    is_queue = state == PairState.WAITING
    return page(
        request, part, "pairs", {"rows": found.rows, "is_queue": is_queue, **ways_on(request, found.next)}
    )
