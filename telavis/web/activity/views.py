"""«Vue activité»: a person's own counts and delays."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from telavis.statistics import queries
from telavis.statistics.queries import Month
from telavis.web.middleware import ActorRequest


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    person = request.actor.practitioner_id
    return render(
        request,
        "activity/index.html",
        {
            "asked": _table(queries.asked_by_month(person), "Demandes envoyées") if person else None,
            "answered": _table(queries.answered_by_month(person), "Demandes prises en charge")
            if person
            else None,
        },
    )


def _table(months: list[Month], first_count: str) -> dict[str, Any] | None:
    """Columns and rows of the table piece, with a line of totals."""
    if not months:
        return None
    heads = (first_count, "Répondues", "Déclinées", "Délai médian de réponse")
    rows = [[m.name, m.requests, m.answered, m.declined, m.median_in_words] for m in months]
    totals = [sum(getattr(m, name) for m in months) for name in ("requests", "answered", "declined")]
    return {
        "columns": [{"text": "Mois"}, *({"text": head, "number": True} for head in heads)],
        "rows": rows,
        "foot": ["12 mois", *totals, ""],
    }
