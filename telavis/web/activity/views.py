"""«Vue activité»: a person's own counts and delays; the monthly reports of the services they coordinate."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from telavis.statistics import queries
from telavis.statistics.complements import coordinates, reports_of
from telavis.statistics.queries import Month
from telavis.values.french import NARROW, plural
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


@require_GET
def complements(request: ActorRequest) -> HttpResponse:
    """What was completed after a complement, month by month: for those who coordinate a service."""
    if not coordinates(request.actor):
        raise Http404
    reports = [
        {"report": each, "forms": [_form_table(figures) for figures in each.forms]}
        for each in reports_of(request.actor)
    ]
    return render(request, "activity/complements.html", {"reports": reports})


def _form_table(figures: dict[str, Any]) -> dict[str, Any]:
    completed = figures["completed"]
    heads = ("Demandée", "Complétée", "Part des demandes complétées")
    rows = [
        [each["label"], each["asked"], each["given"], f"{round(100 * each['given'] / completed)}{NARROW}%"]
        for each in figures["items"]
    ]
    told = (
        f"{plural(figures['received'], 'demande reçue', 'demandes reçues')} dans le mois, "
        f"{plural(completed, 'demande complétée', 'demandes complétées')} à la demande d’un expert."
    )
    return {
        **figures,
        "told": told,
        "columns": [{"text": "Question"}, *({"text": head, "number": True} for head in heads)],
        "rows": rows,
    }


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
