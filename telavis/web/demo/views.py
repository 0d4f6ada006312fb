"""Pages of the demonstration: the pieces that every screen is made of."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from telavis.web.demo.forms import SpecimenForm
from telavis.web.demo.specimens import documents, specimens


@require_safe
@login_not_required
def pieces(request: HttpRequest) -> HttpResponse:
    """Every piece, in light and dark."""
    themes = [theme("light", "Clair"), theme("dark", "Sombre")]
    return render(request, "demo/pieces/index.html", {"themes": themes, **specimens()})


def theme(name: str, title: str) -> dict[str, Any]:
    """What the page needs twice, with ids of its own."""
    return {
        "name": name,
        "title": title,
        "form": SpecimenForm.filled_in_wrongly(prefix=name),
        "tiles": documents(name),
        "columns": [
            {"id": f"{name}-form", "text": "Formulaire"},
            {"id": f"{name}-documents", "text": "Documents", "count": 2},
        ],
    }
