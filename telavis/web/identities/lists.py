"""The three lists of the identity desk: pairs to examine, pairs told apart, merges, each of which can be undone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from telavis.patients import merging, openings
from telavis.patients.models import Merge, PairState
from telavis.web.identities.access import attempt, for_identity_desk, page
from telavis.web.middleware import ActorRequest
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
    after = request.GET.get("apres", "")
    found = openings.list_merges(after, by=request.actor)
    return page(request, "merges", "merges", {"rows": found.rows, **_ways(found.next, after)})


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


def _pairs(request: ActorRequest, place: str, state: PairState) -> HttpResponse:
    after = request.GET.get("apres", "")
    found = openings.list_pairs(state, after, by=request.actor)
    context = {"rows": found.rows, "is_queue": state == PairState.WAITING, **_ways(found.next, after)}
    return page(request, place, "pairs", context)


def _ways(following: str, after: str) -> dict[str, str]:
    return {"next_href": f"?apres={following}" if following else "", "first_href": "?" if after else ""}
