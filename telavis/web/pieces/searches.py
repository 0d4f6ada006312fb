"""What somebody searches, kept in their session: the address of the results holds no word, and going back to it
sends nothing again.

The session keeps the words sealed by a mark that only the address holds, so that neither tells who was searched.
"""

import json
from secrets import token_urlsafe
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from telavis.web.middleware import ActorRequest
from telavis.web.pieces.sealing import seal

MARK = "recherche"
SEARCHED = "q"
"""The field of a search on the pages that also do something."""
KEPT = "searches"
MOST_KEPT = 4
LONGEST_WORDS = 500
"""More than the longest field, so that what is too long is still refused by its form."""


def keep_search(request: ActorRequest, page: str, *fields: str, about: UUID | None = None) -> HttpResponse:
    """To the results of what was just sent. `fields`: how the names to keep begin; `about`: whose page it is."""
    mark = token_urlsafe(16)
    typed = {
        name: request.POST.get(name, "")[:LONGEST_WORDS] for name in request.POST if name.startswith(fields)
    }
    search = json.dumps({"page": page, "user": str(request.user.pk), "typed": typed})
    kept = request.session.get(KEPT, [])[1 - MOST_KEPT :]
    request.session[KEPT] = [*kept, _seal(mark).encrypt(search.encode()).decode()]
    return redirect(f"{reverse(page, args=[about] if about else [])}?{MARK}={mark}")


def kept_search(request: ActorRequest, page: str) -> QueryDict | None:
    """What the address is the result of; None when it is of no search, forgotten, or somebody else's."""
    seal = _seal(request.GET.get(MARK, ""))
    for sealed in request.session.get(KEPT, []):
        try:
            search = json.loads(seal.decrypt(sealed))
        except InvalidToken:
            continue
        if (search["page"], search["user"]) == (page, str(request.user.pk)):
            typed = QueryDict(mutable=True)
            typed.update(search["typed"])
            return typed
    return None


def _seal(mark: str) -> Fernet:
    return seal("telavis.web.pieces.searches", mark)
