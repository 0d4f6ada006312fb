"""What waits for an administrator: registrations, departures, resets and merges to confirm."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from telavis.administration import actions
from telavis.administration.models import AccessReset
from telavis.administration.queries.waiting import departures as those_who_left
from telavis.administration.queries.waiting import what_waits
from telavis.web.administration.access import for_administrators, page
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import attempt
from telavis.web.pieces.paging import read_after, ways_on
from telavis.web.recent_proof import needs_recent_proof

DEPARTURES = 25


@require_safe
@for_administrators
def home(request: ActorRequest) -> HttpResponse:
    """Three numbers, the services that lack a coordinator or a referent, and what wants a second person."""
    waiting = what_waits()
    counters = [
        ("registrations", waiting.registrations, "inscription à décider", "inscriptions à décider"),
        ("departures", waiting.departures, "départ à vérifier", "départs à vérifier"),
    ]
    context = {
        "resets": waiting.resets,
        "merges": waiting.merges,
        "uncovered": waiting.uncovered,
        "counters": [
            {"count": count, "text": one if count < 2 else many, "href": reverse(f"administration:{name}")}
            for name, count, one, many in counters
        ],
    }
    return page(request, "home", "home", context)


@require_safe
@for_administrators
def departures(request: ActorRequest) -> HttpResponse:
    """Whose account is open although the national directory no longer has them."""
    rows = those_who_left()
    following = [each for each in rows if each.place > read_after(request)]
    more = following[DEPARTURES - 1].place if len(following) > DEPARTURES else ""
    context = {
        "rows": following[:DEPARTURES],
        "total": len(rows),
        **ways_on(request, more),
    }
    return page(request, "home", "departures", context)


@require_POST
@for_administrators
@needs_recent_proof("Confirmer la remise à zéro")
def confirm_reset(request: ActorRequest, key: str) -> HttpResponse:
    """The second person agrees."""
    reset = get_object_or_404(AccessReset.objects.select_related("user"), pk=key)
    attempt(
        request,
        lambda: actions.confirm_reset(reset, by=request.actor),
        f"L’accès de {reset.user} est remis à zéro : un message vient de partir.",
    )
    return redirect("administration:account", reset.user_id)


@require_POST
@for_administrators
def abandon_reset(request: ActorRequest, key: str) -> HttpResponse:
    """Or does not."""
    reset = get_object_or_404(AccessReset.objects.select_related("user"), pk=key)
    attempt(
        request,
        lambda: actions.abandon_reset(reset, by=request.actor),
        "La demande est abandonnée : rien n’a changé.",
    )
    return redirect("administration:account", reset.user_id)
