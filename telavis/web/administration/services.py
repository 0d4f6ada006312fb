"""Services: found, created, corrected, opened to requests; their members and what they answer."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from telavis.administration.queries import house as reading
from telavis.audit.queries import acts_upon
from telavis.directory.actions import house
from telavis.directory.models import HealthcareService, Organization, PractitionerRole
from telavis.directory.queries import search_roles
from telavis.services import actions
from telavis.services.models import MemberKind, Membership, ServiceOffer
from telavis.values.french import typographic
from telavis.values.refused import Refused
from telavis.web.administration.access import for_administrators, page, words_kept
from telavis.web.administration.house_forms import LastDayOfMemberForm, MemberForm, OfferForm, ServiceForm
from telavis.web.administration.log_words import line_of
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import accepted, attempt, say_done
from telavis.web.pieces.paging import read_after, ways_on
from telavis.web.pieces.searches import keep_search
from telavis.web.recent_proof import needs_recent_proof

ACTS = 10


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def services(request: ActorRequest) -> HttpResponse:
    """Newest first, or by words."""
    here = "administration:services"
    if request.method == "POST":
        return keep_search(request, here, "q")
    text = words_kept(request, here)
    found = reading.services(text, after=read_after(request))
    context = {"text": text, "found": found, **ways_on(request, found.next)}
    return page(request, "services", "services", context)


@require_safe
@for_administrators
def service(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Who is in it, what it answers, what was done to it; nothing of its requests."""
    row = get_object_or_404(HealthcareService.objects.select_related("organization"), pk=pk)
    context = {
        "service": row,
        "members": reading.members_of(row.pk),
        "offers": reading.offers_of(row.pk),
        "acts": [line_of(event) for event in acts_upon(row.pk)[:ACTS]],
        "today": timezone.localdate(),
    }
    return page(request, "services", "service", context)


def _form_page(
    request: ActorRequest, form: forms.Form, title: str, button: str, back: str, *keys: UUID
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "back_key": keys[0] if keys else "",
    }
    return page(request, "services", "house_form", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@needs_recent_proof("Créer un service")
def new_service(request: ActorRequest, pk: UUID) -> HttpResponse:
    """In this establishment."""
    place = get_object_or_404(Organization, pk=pk)
    form = ServiceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = accepted(form, lambda: house.create_service(place, form.facts, by=request.actor))
        if made:
            say_done(request, f"« {made} » est créé : ajoutez ses membres et ce qu’il répond.")
            return redirect("administration:service", made.pk)
    title = f"Nouveau service, {place}"
    return _form_page(request, form, title, "Créer le service", "administration:organization", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@needs_recent_proof("Corriger un service")
def correct_service(request: ActorRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(HealthcareService, pk=pk)
    initial = {**house.facts_of(row), "seen": house.mark_of(row)}
    present = (row.specialty, row.specialty_label)
    form = ServiceForm(request.POST if request.method == "POST" else None, initial=initial, present=present)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        if accepted(form, lambda: house.correct_service(row, form.facts, seen=seen, by=request.actor)):
            say_done(request, "Le service est corrigé.")
            return redirect("administration:service", pk)
    return _form_page(request, form, "Corriger le service", "Enregistrer", "administration:service", pk)


@require_POST
@for_administrators
@needs_recent_proof("Ouvrir ou fermer le service")
def publish_service(request: ActorRequest, pk: UUID) -> HttpResponse:
    """`open`: 1 or nothing."""
    row = get_object_or_404(HealthcareService, pk=pk)
    if request.POST.get("open"):
        attempt(
            request,
            lambda: actions.open_service(row, by=request.actor),
            f"« {row.name} » est ouvert aux demandes.",
        )
    else:
        attempt(
            request,
            lambda: actions.close_service(row, by=request.actor),
            f"« {row.name} » est fermé aux demandes.",
        )
    return redirect("administration:service", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@needs_recent_proof("Ajouter un membre")
def new_member(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Somebody of the establishment, found by name."""
    row = get_object_or_404(HealthcareService.objects.select_related("organization"), pk=pk)
    here = "administration:new_member"
    if "q" in request.POST:
        return keep_search(request, here, "q", about=pk)
    text = words_kept(request, here)
    roles = search_roles(text, organization_id=row.organization_id)
    form = MemberForm(
        roles,
        request.POST if request.method == "POST" else None,
        initial={"started_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid() and _add(request, row, roles, form):
        return redirect("administration:service", pk)
    context = {"service": row, "form": form, "text": text, "roles": roles}
    return page(request, "services", "new_member", context)


def _add(
    request: ActorRequest, row: HealthcareService, roles: list[PractitionerRole], form: MemberForm
) -> bool:
    typed: dict[str, Any] = dict(form.cleaned_data)
    chosen = typed.pop("role")
    role = next(role for role in roles if str(role.pk) == chosen)
    typed["kind"] = MemberKind(typed["kind"])
    if not accepted(form, lambda: actions.add_member(row, role, by=request.actor, **typed)):
        return False
    say_done(request, f"{role.practitioner} a sa place dans « {row.name} ».")
    return True


@require_POST
@for_administrators
@needs_recent_proof("Terminer cette place")
def end_member(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The last day, typed beside the member."""
    member = get_object_or_404(
        Membership.objects.select_related("healthcare_service", "role__practitioner"), pk=pk
    )
    form = LastDayOfMemberForm(request.POST)

    def end() -> None:
        if not form.is_valid():
            raise Refused(str(form.errors["last_day"][0]))
        actions.end_member(member, form.cleaned_data["last_day"], by=request.actor)

    attempt(request, end, f"La place de {member.role.practitioner} a un dernier jour.")
    return redirect("administration:service", member.healthcare_service_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@needs_recent_proof("Changer ce que le service répond")
def offer(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A type of request, new or said otherwise (`?type=`)."""
    row = get_object_or_404(HealthcareService, pk=pk)
    is_sent = request.method == "POST"
    form = OfferForm(request.POST if is_sent else None, initial={} if is_sent else _said(row, request))
    if is_sent and form.is_valid():
        typed = form.cleaned_data
        attempt(
            request,
            lambda: actions.set_offer(row, by=request.actor, **typed),
            f"« {row.name} » répond à « {typed['request_type'].title} ».",
        )
        return redirect("administration:service", pk)
    title = typographic(f"Ce que répond « {row.name} »")
    return _form_page(request, form, title, "Enregistrer", "administration:service", pk)


def _said(row: HealthcareService, request: ActorRequest) -> dict[str, Any]:
    found = next(
        (each for each in reading.offers_of(row.pk) if str(each.pk) == request.GET.get("type")), None
    )
    if found is None:
        return {}
    said = {name: getattr(found, name) for name in ("use_for", "not_for", "prerequisites")}
    return {"request_type": found.request_type_id, **said}


@require_POST
@for_administrators
@needs_recent_proof("Retirer ce type de demande")
def withdraw_offer(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(
        ServiceOffer.objects.select_related("healthcare_service", "request_type"), pk=pk
    )
    attempt(
        request,
        lambda: actions.withdraw_offer(found, by=request.actor),
        f"« {found.request_type.title} » n’est plus proposé.",
    )
    return redirect("administration:service", found.healthcare_service_id)
