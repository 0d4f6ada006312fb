"""Finding an identity: to read its history, or to compare it with another one that the night did not propose."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from telavis.patients import openings
from telavis.patients.models import Patient
from telavis.web.identities.access import for_identity_desk, page, side_by_side
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.search_form import SearchForm
from telavis.web.pieces.searches import keep_search, kept_search


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@for_identity_desk
def search(request: ActorRequest) -> HttpResponse:
    """By POST, so that no name stands in an address; then its results."""
    if request.method == "POST":
        return keep_search(request, "identities:search", "recherche-")
    return _results(request, "identities:search", None)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@for_identity_desk
def beside(request: ActorRequest, key: UUID) -> HttpResponse:
    """The other identity of a pair that somebody has reported."""
    if request.method == "POST":
        return keep_search(request, "identities:beside", "recherche-", about=key)
    try:
        one = openings.open_identity(key, by=request.actor)
    except Patient.DoesNotExist as refusal:
        raise Http404 from refusal
    return _results(request, "identities:beside", one)


@require_POST
@for_identity_desk
def compare(request: ActorRequest, key: UUID) -> HttpResponse:
    """These two are a pair from now on, as if the night had found them."""
    one = get_object_or_404(Patient, pk=key)
    other = get_object_or_404(Patient, pk=_key(request.POST.get("avec", "")))
    return side_by_side(request, one, other)


def _results(request: ActorRequest, name: str, one: Patient | None) -> HttpResponse:
    typed = kept_search(request, name)
    form = SearchForm() if typed is None else SearchForm(typed)
    result = openings.search_patients(form.terms, by=request.actor) if form.is_valid() else None
    rows = [row for row in result.rows if one is None or row.id != one.surviving_id] if result else []
    context = {"form": form, "result": result, "rows": rows, "one": one}
    return page(request, "search", "search", context)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as refusal:
        raise Http404 from refusal
