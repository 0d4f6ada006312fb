"""A FHIR file is read, then loaded; what becomes of each of its elements is told, item by item."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from telavis.questionnaires import bounds
from telavis.questionnaires.foreign.adapting import Adapted
from telavis.questionnaires.foreign.findings import Fate, Told, together
from telavis.studio import actions
from telavis.studio.loading import adapted_file
from telavis.studio.models import FormWork
from telavis.values.refused import Refused
from telavis.web.middleware import ActorRequest
from telavis.web.studio.access import by_a_coordinator
from telavis.web.studio.forms import FileForm

AROUND_THE_FILE = 100_000
"""Of the other fields, and of what the browser writes between them."""
FATES = {
    Fate.REFUSED: "Refusé",
    Fate.OTHERWISE: "Affiché autrement",
    Fate.IGNORED: "Ignoré à l’affichage",
}


@csrf_exempt  # the token is in the body, and the body is read only once its size is known: see _read
@require_http_methods(["GET", "HEAD", "POST"])
@by_a_coordinator
def load(request: ActorRequest, work: FormWork) -> HttpResponse:
    """`do`: check, which changes nothing, or load."""
    if request.method != "POST":
        return _page(request, work, FileForm())
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdigit() or int(announced) > bounds.FILE_BYTES + AROUND_THE_FILE:
        return _page(request, work, FileForm(), is_too_heavy=True, status=413)
    return _read(request, work)


@csrf_protect
def _read(request: ActorRequest, work: FormWork) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, work, form)
    content = form.cleaned_data["file"].read()
    is_kept = request.POST.get("do") == "load"
    try:
        adapted = (
            actions.load_file(work, content, by=request.actor)[1] if is_kept else adapted_file(work, content)
        )
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, work, form)
    return _page(request, work, form, adapted=adapted, is_kept=is_kept)


def _page(
    request: ActorRequest, work: FormWork, form: FileForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    adapted: Adapted | None = more.get("adapted")
    context = {"work": work, "form": form, **more}
    if adapted is not None:
        context["groups"] = _groups(together(adapted.findings), adapted)
    return render(request, "studio/load.html", context, status=status)


def _groups(told: list[Told], adapted: Adapted) -> list[dict[str, Any]]:
    """By fate, the gravest first; items by the words that the coordinator knows them by."""
    labels = {link_id: item.label for link_id, item in adapted.form.by_id.items()} if adapted.form else {}
    rows = [
        {
            "fate": each.fate,
            "what": " : ".join(part for part in (each.element, each.sentence) if part),
            "items": [labels.get(link_id) or link_id for link_id in each.link_ids if link_id],
        }
        for each in told
    ]
    named = ((name, [row for row in rows if row["fate"] is fate]) for fate, name in FATES.items())
    return [{"name": name, "rows": found} for name, found in named if found]
