"""Who comes to these pages: the identity desk; to everybody else they do not exist. And what the pages share."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from telavis.patients import merging
from telavis.patients.models import Patient
from telavis.patients.pairs import waiting_count
from telavis.patients.permissions import is_identity_desk
from telavis.service_requests.queries.counts import CAP, in_words
from telavis.values.refused import Refused
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import say_why_not
from telavis.web.pieces.guarded_place import Parts, only_for

PARTS = Parts(
    "identities",
    "Identités",
    {
        "queue": "À examiner",
        "apart": "Deux personnes",
        "merges": "Fusionnées",
        "search": "Rechercher",
    },
)
for_identity_desk = only_for(is_identity_desk)


def page(
    request: ActorRequest, part: str, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of one part, below the way to the others, with how many pairs wait."""
    waiting = waiting_count(CAP + 1)
    queue = in_words(waiting) if waiting else ""
    return PARTS.page(request, part, f"identities/{template}.html", context, status=status, queue=queue)


def side_by_side(request: ActorRequest, one: Patient, other: Patient) -> HttpResponse:
    """To the pair of these two, as if the night had found them."""
    try:
        pair = merging.propose(one, other, by=request.actor)
    except Refused as refusal:
        say_why_not(request, refusal)
        return redirect("identities:patient", one.pk)
    return redirect("identities:pair", pair.pk)
