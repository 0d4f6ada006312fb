"""What changes from one version of a form to another."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from telavis.studio.comparing import compare as differences_between
from telavis.studio.comparing import pair_of, versions_of
from telavis.studio.models import FormWork
from telavis.web.middleware import ActorRequest
from telavis.web.studio.access import of_a_work
from telavis.web.studio.forms import VersionsForm

NAMES = {"added": "Ajoutées", "changed": "Changées", "removed": "Retirées"}


@require_safe
@of_a_work
def compare(request: ActorRequest, work: FormWork) -> HttpResponse:
    """`avant` and `apres`: any two versions; without them, what the work began with and the work."""
    versions = versions_of(work)
    pair = pair_of(work, versions, request.GET.get("avant", ""), request.GET.get("apres", ""))
    context: dict[str, Any] = {"work": work, "pair": pair, "groups": []}
    if pair:
        before, after = pair
        found = differences_between(before.definition(work), after.definition(work))
        rows = {what: [each for each in found if each.what == what] for what in NAMES}
        context["groups"] = [
            {"what": what, "name": name, "rows": rows[what]} for what, name in NAMES.items() if rows[what]
        ]
        context["form"] = VersionsForm(versions, {"avant": before.key, "apres": after.key})
    return render(request, "studio/compare.html", context)
