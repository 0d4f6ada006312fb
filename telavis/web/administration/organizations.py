"""Establishments: found, created (from the FINESS register where it knows them), corrected, their referent."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from telavis.administration.queries import house as reading
from telavis.directory.actions import house
from telavis.directory.models import HealthcareService, Organization, PublishedEstablishment
from telavis.directory.places import Place
from telavis.directory.queries import search_roles
from telavis.values.finess import Finess
from telavis.values.invalid import InvalidValue
from telavis.web.administration.access import for_administrators, page, words_kept
from telavis.web.administration.house_forms import OrganizationForm, RoleForm
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import accepted, attempt, say_done
from telavis.web.pieces.paging import read_after, ways_on
from telavis.web.pieces.searches import keep_search
from telavis.web.recent_proof import needs_recent_proof


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def organizations(request: ActorRequest) -> HttpResponse:
    """Newest first, or by words: a practice bears its doctor's name, so they travel by POST."""
    here = "administration:organizations"
    if request.method == "POST":
        return keep_search(request, here, "q")
    text = words_kept(request, here)
    found = reading.organizations(text, after=read_after(request))
    context = {"text": text, "found": found, **ways_on(request, found.page.next)}
    return page(request, "organizations", "organizations", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@needs_recent_proof("Créer un établissement")
def new_organization(request: ActorRequest) -> HttpResponse:
    """Typed, or begun from the register (`?finess=`)."""
    form = OrganizationForm(request.POST if request.method == "POST" else None, initial=_registered(request))
    if request.method == "POST" and form.is_valid():
        made = accepted(form, lambda: house.create_organization(form.facts, by=request.actor))
        if made:
            say_done(request, f"« {made} » est créé.")
            return redirect("administration:organization", made.pk)
    context = {"form": form, "title": "Nouvel établissement", "button": "Créer l’établissement"}
    return page(request, "organizations", "house_form", {**context, "back": "administration:organizations"})


def _registered(request: ActorRequest) -> dict[str, Any]:
    try:
        number = str(Finess.accept(request.GET.get("finess", "")[:20]))
    except InvalidValue:
        return {}
    site = PublishedEstablishment.objects.filter(pk=number).first()
    return Place.published(site).facts() if site else {}


@require_safe
@for_administrators
def organization(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Its services, its referent, its facts as a form."""
    row = _known(pk)
    return _page(request, row, OrganizationForm(initial={**house.facts_of(row), "seen": house.mark_of(row)}))


@require_POST
@for_administrators
@needs_recent_proof("Corriger un établissement")
def correct_organization(request: ActorRequest, pk: UUID) -> HttpResponse:
    row, form = _known(pk), OrganizationForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    seen = form.cleaned_data["seen"]
    if not accepted(form, lambda: house.correct_organization(row, form.facts, seen=seen, by=request.actor)):
        return _page(request, row, form)
    say_done(request, "La fiche est corrigée.")
    return redirect("administration:organization", pk)


def _known(pk: UUID) -> Organization:
    return get_object_or_404(Organization.objects.select_related("referent__practitioner__user"), pk=pk)


def _page(request: ActorRequest, row: Organization, form: OrganizationForm) -> HttpResponse:
    services = HealthcareService.objects.filter(organization=row).order_by("sort_key", "pk")
    context = {"organization": row, "form": form, "services": services}
    return page(request, "organizations", "organization", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@needs_recent_proof("Nommer le référent")
def referent(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Chosen among those who work there."""
    row, here = get_object_or_404(Organization, pk=pk), "administration:referent"
    if "q" in request.POST:
        return keep_search(request, here, "q", about=pk)
    text = words_kept(request, here)
    roles = search_roles(text, organization_id=row.pk)
    form = RoleForm(roles, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        role = next(role for role in roles if str(role.pk) == form.cleaned_data["role"])
        done = f"{role.practitioner} est le référent de « {row} »."
        if attempt(request, lambda: house.name_referent(row, role, by=request.actor), done):
            return redirect("administration:organization", pk)
    context = {"organization": row, "form": form, "text": text, "roles": roles}
    return page(request, "organizations", "referent", context)
