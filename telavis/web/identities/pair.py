"""One or two persons: both identities side by side, then what is decided of them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from telavis.patients import merging as deciding
from telavis.patients import openings
from telavis.patients.models import IdentityVersion, LikelyDuplicate, PairState, Patient
from telavis.patients.pairs import own_identities, stood_for
from telavis.patients.trait_words import compared
from telavis.service_requests.queries.counts import requests_about
from telavis.values.french import plural
from telavis.web.identities.access import for_identity_desk, page
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import attempt
from telavis.web.recent_proof import needs_recent_proof

PARTS = {PairState.WAITING: "queue", PairState.APART: "apart", PairState.MERGED: "merges"}


@require_GET
@for_identity_desk
def pair(request: ActorRequest, key: UUID) -> HttpResponse:
    """Both, trait by trait. Merged since, they are shown as each was."""
    found, first, second = _open(request, key)
    if first == second:
        own = own_identities([found.first_id, found.second_id])
        versions = own[found.first_id], own[found.second_id]
        sides = [_side(found.first, versions[0]), _side(found.second, versions[1])]
    else:
        versions = first.identity, second.identity
        counts = _counts(first, second)
        sides = [_side(each, each.identity, counts[each.pk]) for each in (first, second)]
    lines = compared(*versions)
    context = {
        "pair": found,
        "sides": sides,
        "lines": lines,
        "differing": sum(bool(line.difference) for line in lines),
        "back_href": reverse(f"identities:{PARTS[PairState(found.state)]}"),
    }
    return page(request, PARTS[PairState(found.state)], "pair", context)


@require_POST
@for_identity_desk
def tell_apart(request: ActorRequest, key: UUID) -> HttpResponse:
    """Kept, and never proposed again."""
    found = _pair(key)
    is_done = attempt(
        request,
        lambda: deciding.tell_apart(found, by=request.actor),
        "Ce sont deux personnes : cette paire ne sera plus proposée.",
    )
    return redirect("identities:queue") if is_done else redirect("identities:pair", key)


@require_POST
@for_identity_desk
def examine_again(request: ActorRequest, key: UUID) -> HttpResponse:
    """It was said by mistake."""
    found = _pair(key)
    attempt(
        request,
        lambda: deciding.examine_again(found, by=request.actor),
        "Cette paire est de nouveau à examiner.",
    )
    return redirect("identities:pair", key)


@require_GET
@for_identity_desk
def merging(request: ActorRequest, key: UUID) -> HttpResponse:
    """What would happen, before it does. `?reste=` chooses which of the two stays."""
    found, first, second = _open(request, key)
    if first == second:
        return redirect("identities:pair", key)
    survivor, absorbed = _chosen(first, second, request.GET.get("reste", ""))
    lines = compared(survivor.identity, absorbed.identity)
    counts = _counts(first, second)
    context = {
        "pair": found,
        "plan": deciding.plan_of(survivor, absorbed),
        "differing": [line for line in lines if line.difference],
        "requests": plural(counts[absorbed.pk], "demande"),
        "count": counts[absorbed.pk],
    }
    return page(request, "queue", "merging", context)


@require_POST
@for_identity_desk
@needs_recent_proof("Fusionner les deux identités")
def merge(request: ActorRequest, key: UUID) -> HttpResponse:
    """One person: what was shown is done, or why it is not."""
    found = _pair(key)
    survivor, absorbed = _posted(found, request.POST.get("reste", ""))
    is_done = attempt(
        request,
        lambda: deciding.merge(survivor, absorbed, seen=request.POST.get("seen", ""), by=request.actor),
        "Les deux identités sont fusionnées. La fusion se défait depuis « Fusionnées ».",
    )
    return redirect("identities:queue") if is_done else redirect("identities:pair", key)


def _open(request: ActorRequest, key: UUID) -> tuple[LikelyDuplicate, Patient, Patient]:
    try:
        return openings.open_pair(key, by=request.actor)
    except LikelyDuplicate.DoesNotExist as refusal:
        raise Http404 from refusal


def _pair(key: UUID) -> LikelyDuplicate:
    return get_object_or_404(LikelyDuplicate.objects.select_related("first", "second"), pk=key)


def _chosen(first: Patient, second: Patient, stays: str) -> tuple[Patient, Patient]:
    if stays in (str(first.pk), str(second.pk)):
        return (first, second) if stays == str(first.pk) else (second, first)
    return deciding.surer_first(first, second)


def _posted(found: LikelyDuplicate, stays: str) -> tuple[Patient, Patient]:
    """Who the form names stays; nobody of the pair, and there is no such form."""
    keys = found.first.surviving_id, found.second.surviving_id
    if stays not in map(str, keys):
        raise Http404
    people = Patient.objects.in_bulk(keys)
    return _chosen(people[keys[0]], people[keys[1]], stays)


def _counts(first: Patient, second: Patient) -> dict[UUID, int]:
    """How many requests each of the two has, with those of whoever they have absorbed."""
    whose, counts = stood_for([first, second]), dict.fromkeys((first.pk, second.pk), 0)
    for key, count in requests_about(whose).items():
        counts[whose[key]] += count
    return counts


def _side(patient: Patient, version: IdentityVersion, count: int | None = None) -> dict[str, Any]:
    """A column of the comparison."""
    return {
        "patient": patient,
        "version": version,
        "requests": "" if count is None else plural(count, "demande"),
        "why_apart": patient.apart_words or patient.get_apart_reason_display(),
    }
