"""Home: what waits for me, drafts to finish, and all my files."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from telavis.directory.actors import delegators_of
from telavis.directory.models import PractitionerRole
from telavis.patients.pairs import waiting_count as pairs_waiting
from telavis.patients.permissions import is_identity_desk
from telavis.service_requests import openings
from telavis.service_requests.permissions import may_start
from telavis.service_requests.queries import home
from telavis.service_requests.queries.counts import CAP, in_words
from telavis.service_requests.queries.inbox import waiting_count
from telavis.services.queries import places_of
from telavis.web.home.filters import PERIODS, STATES, Chosen
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.searches import keep_search, kept_search

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
            "delegators": _delegators(request, page.rows),
            "drafts": page.drafts,
            "files": page.rows,
            "next_href": chosen.address(apres=page.next) if page.next else "",
            "first_href": chosen.address() if after else "",
            "chosen": chosen,
            "has_files": bool(page.rows) or not chosen.is_default,
            "tabs": _tabs(chosen),
            "services": home.services_asked(person),
            "periods": [(key, words) for key, (words, _) in PERIODS.items()],
        },
    )


@require_http_methods(["GET", "POST"])
def search(request: ActorRequest) -> HttpResponse:
    """Among the files that this person may see. By POST: a patient's name never stands in an address; then its results."""
    if request.method == "POST":
        return keep_search(request, "home:search", "texte")
    typed = kept_search(request, "home:search")
    if typed is None:
        return redirect("home:index")
    person = home.person_of(request.actor)
    text = typed.get("texte", "").strip()[:LONGEST_SEARCH]
    files = openings.search_files(person, text, by=request.actor)
    return render(request, "home/search.html", {"text": text, "files": files, "limit": home.SEARCH_LIMIT})


@require_GET
def bin_(request: ActorRequest) -> HttpResponse:
    """Drafts put in the bin, which come back for thirty days."""
    return render(request, "home/bin.html", {"drafts": home.binned(home.person_of(request.actor))})


def _top(request: ActorRequest, person: home.Person) -> dict[str, Any]:
    services = list(places_of(request.actor))
    return {
        "counts": home.home_counts(person),
        "may_start": may_start(request.actor),
        "answers": bool(services),
        "waiting": _waiting_words(waiting_count(services), len(services)) if services else None,
        "pairs": _pairs_words() if is_identity_desk(request.actor) else None,
    }


def _delegators(request: ActorRequest, files: list[home.HomeRow]) -> list[PractitionerRole]:
    """Somebody who can only prepare, and has not chosen for whom, is asked first of all."""
    role = request.actor.role
    return [] if role is None or files or may_start(request.actor) else delegators_of(role)


def _waiting_words(count: int, services: int) -> dict[str, str]:
    """«33 demandes attendent votre service»: the number, and what follows it."""
    whose = "votre service" if services == 1 else "vos services"
    if count == 0:
        return {"count": "0", "text": f"demande en attente dans {whose}"}
    verb = "demande attend" if count == 1 else "demandes attendent"
    return {"count": in_words(count), "text": f"{verb} {whose}"}


def _pairs_words() -> dict[str, str]:
    """For the identity desk: how many pairs of identities wait."""
    count = pairs_waiting(CAP + 1)
    return {
        "count": in_words(count),
        "text": "paire d’identités à examiner" if count < 2 else "paires d’identités à examiner",
    }


def _tabs(chosen: Chosen) -> list[dict[str, Any]]:
    return [
        {"text": words, "href": chosen.address(etat=key), "current": key == chosen.state}
        for key, (words, _) in STATES.items()
    ]
