"""Who comes to these pages: administrators; to everybody else they do not exist. And what the pages share."""

from typing import Any

from django.http import HttpResponse

from telavis.accounts.models import Right
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.guarded_place import Parts, only_for
from telavis.web.pieces.searches import kept_search

LONGEST_SEARCH = 100
PARTS = Parts(
    "administration",
    "Administration",
    {
        "home": "À faire",
        "registrations": "Inscriptions",
        "accounts": "Comptes",
        "organizations": "Établissements",
        "services": "Services",
        "texts": "Textes",
        "parameters": "Réglages",
        "log": "Journal",
    },
)
for_administrators = only_for(lambda actor: actor.has(Right.ADMINISTRATOR))


def page(request: ActorRequest, part: str, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of one part, below the way to the others."""
    return PARTS.page(request, part, f"administration/{template}.html", context)


def words_kept(request: ActorRequest, page: str) -> str:
    """What was searched on this page, by POST: a name never stands in an address."""
    typed = kept_search(request, page)
    return typed.get("q", "").strip()[:LONGEST_SEARCH] if typed else ""
