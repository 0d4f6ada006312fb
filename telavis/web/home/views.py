"""Home: what waits for me, drafts to finish, and all my files."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from telavis.service_requests import openings
from telavis.service_requests.permissions import may_start
from telavis.service_requests.queries import home
from telavis.web.home.filters import PERIODS, STATES, Chosen
from telavis.web.middleware import ActorRequest

LONGEST_SEARCH = 100


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    person = home.person_of(request.actor)
    chosen = Chosen.read(request.GET)
    after = request.GET.get("apres", "")
    page = home.home_page(person, chosen.filters, after=after)
    return render(
        request,
        "home/index.html",
        {
            **_top(request, person),
            "drafts": [] if after else home.drafts(person),
            "files": page.rows,
            "next_href": chosen.address(apres=page.next) if page.next else "",
            "first_href": chosen.address() if after else "",
            "chosen": chosen,
            "tabs": _tabs(chosen),
            "services": home.services_asked(person),
            "periods": [(key, words) for key, (words, _) in PERIODS.items()],
        },
    )


@require_POST
def search(request: ActorRequest) -> HttpResponse:
    """Among the files that this person may see. By POST: a patient's name never stands in an address."""
    person = home.person_of(request.actor)
    text = request.POST.get("texte", "").strip()[:LONGEST_SEARCH]
    files = openings.search_files(person, text, by=request.actor)
    context = {**_top(request, person), "text": text, "files": files, "limit": home.SEARCH_LIMIT}
    return render(request, "home/search.html", context)


@require_GET
def bin_(request: ActorRequest) -> HttpResponse:
    """Drafts put in the bin, which come back for thirty days."""
    return render(request, "home/bin.html", {"drafts": home.binned(home.person_of(request.actor))})


def _top(request: ActorRequest, person: home.Person) -> dict[str, Any]:
    return {"counts": home.home_counts(person), "may_start": may_start(request.actor)}


def _tabs(chosen: Chosen) -> list[dict[str, Any]]:
    return [
        {"text": words, "href": chosen.address(etat=key), "current": key == chosen.state}
        for key, (words, _) in STATES.items()
    ]
