"""Acts that matter want a proof, a few minutes old, that it is still the same person (docs/domain/sign-in.md, rules 40 to 44).

A sign-in is such a proof; afterwards the page «Confirmez que c’est vous» asks for another one (telavis/web/login/confirming.py).
A page is asked for before it opens; a form that was sent too late waits, and leaves with one press.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from telavis.accounts.models import User
from telavis.parameters.models import parameter
from telavis.values.french import typographic
from telavis.values.keys import new_key
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.guarded_place import P, View
from telavis.web.pieces.next_page import page_left
from telavis.web.pieces.searches import MARK, SEARCHED

PROVED = "proved"
INTERRUPTED = "interrupted"
"""In the session: when it was proved; the forms that wait. In a form that waited: its key."""
LEFT = "depuis"
CARRIED = ("pour", "next", MARK, LEFT)
"""What the addresses of «Confirmez que c’est vous» remember: the form that waits, the page wished for, its search,
the page that was left."""
MOST_INTERRUPTED = 5
LONGEST_KEPT = 20_000
KEPT_FOR = 15 * 60
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 the name of a field
NOT_KEPT = typographic(
    "Confirmez d’abord que c’est vous. Ce que vous veniez d’envoyer n’est pas gardé : il faudra le taper de nouveau."
)


@dataclass(frozen=True)
class Interrupted:
    """A form that came too late after the last proof: where it was going, and what was typed in it."""

    key: str
    what: str
    address: str
    fields: list[tuple[str, str]]
    at: int


def note(session: SessionBase, user: User, *, at: int | None = None) -> None:
    """This person has shown, with all that a sign-in asks, who they are: just now, or at that moment."""
    now = int(time.time())
    session[PROVED] = {"who": str(user.pk), "at": now if at is None else min(at, now)}


def is_recent(request: HttpRequest) -> bool:
    """The last proof was given in this session, by this person, and not long ago."""
    proof: dict[str, Any] = request.session.get(PROVED, {})
    if proof.get("who") != str(request.user.pk):
        return False
    return 0 <= time.time() - float(proof["at"]) <= int(parameter("recent_proof_minutes")) * 60


def needs_recent_proof(what: str) -> Callable[[View[P]], View[P]]:
    """For a view that does `what` («Valider l’inscription»: words for a button).

    Stands nearest to the view, below `sensitive_post_parameters`: what is declared sensitive there is never kept.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if is_recent(request):
                _forget(request, request.POST.get(INTERRUPTED, ""))
                return view(request, *args, **kwargs)
            return _ask(request, what)

        guarded.needs_recent_proof = True  # type: ignore[attr-defined]
        return guarded

    return guard


def waiting(request: HttpRequest, key: str) -> Interrupted | None:
    """The form of that key which waits in this session."""
    return next((each for each in _kept(request) if each.key == key), None)


def _ask(request: ActorRequest, what: str) -> HttpResponse:
    """A part of a page that refreshes itself must not receive another page in its place."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    if request.method != "POST":
        return _confirm(request, next=request.get_full_path())
    key = _keep(request, what)
    if key:
        # The session keeps neither the mark of a search nor the words of one in clear.
        mark = request.GET.get(MARK, "")
        return _confirm(request, pour=key, **({MARK: mark} if mark else {}))
    messages.warning(request, NOT_KEPT)
    comes_back = _holds_a_secret(request) or SEARCHED in request.POST
    return _confirm(request, next=request.path if comes_back else "/")


def _confirm(request: ActorRequest, **after: str) -> HttpResponse:
    left = page_left(request)
    return redirect(f"{reverse('login:confirm')}?{urlencode({**after, LEFT: left} if left else after)}")


def _keep(request: ActorRequest, what: str) -> str | None:
    """The key under which what was typed now waits; None for what must not wait in a session, or is too long."""
    fields = [(name, value) for name, values in request.POST.lists() if name != TOKEN for value in values]
    is_too_long = sum(map(len, sum(fields, ()))) > LONGEST_KEPT
    if _holds_a_secret(request) or SEARCHED in request.POST or request.FILES or is_too_long:
        return None
    form = Interrupted(str(new_key()), what, request.path, fields, int(time.time()))
    _write(request, [*_kept(request), form][-MOST_INTERRUPTED:])
    return form.key


def _holds_a_secret(request: HttpRequest) -> bool:
    return bool(getattr(request, "sensitive_post_parameters", ()))


def _forget(request: HttpRequest, key: str) -> None:
    if key and waiting(request, key):
        _write(request, [each for each in _kept(request) if each.key != key])


def _kept(request: HttpRequest) -> list[Interrupted]:
    oldest = time.time() - KEPT_FOR
    rows: list[dict[str, Any]] = request.session.get(INTERRUPTED, [])
    return [
        Interrupted(**{**row, "fields": [(name, value) for name, value in row["fields"]]})
        for row in rows
        if row["at"] > oldest
    ]


def _write(request: HttpRequest, forms: list[Interrupted]) -> None:
    request.session[INTERRUPTED] = [vars(form) for form in forms]
