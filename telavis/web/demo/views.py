"""Pages of the demonstration: the pieces that every screen is made of."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from telavis.web.demo.forms import SpecimenForm
from telavis.web.demo.specimens import specimens


@require_safe
@login_not_required
def pieces(request: HttpRequest) -> HttpResponse:
    """Every piece, in light and dark."""
    themes = [
        {"name": theme, "title": title, "form": SpecimenForm.filled_in_wrongly(prefix=theme)}
        for theme, title in (("light", "Clair"), ("dark", "Sombre"))
    ]
    return render(request, "demo/pieces/index.html", {"themes": themes, **specimens()})
