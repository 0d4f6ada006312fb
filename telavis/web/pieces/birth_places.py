"""Birth places suggested below the field of an identity, while one types."""

from django.http import HttpResponse
from django.shortcuts import render

from telavis.values.places import suggest_places
from telavis.web.middleware import ActorRequest

LONGEST = 150


def suggested_places(request: ActorRequest) -> HttpResponse:
    """Communes and countries that begin so."""
    typed = request.POST.get("identite-birth_place_text", "")[:LONGEST]
    items = [{"value": place.code, "text": place.label} for place in suggest_places(typed, limit=8)]
    context = {"id": "id_identite-birth_place_text", "items": items if typed.strip() else []}
    return render(request, "components/suggestions.html", context)
