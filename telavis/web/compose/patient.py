"""First step: find the patient, or create their identity."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from telavis.patients import actions, openings
from telavis.patients.models import Patient
from telavis.patients.traits import doubts
from telavis.service_requests import actions as requests
from telavis.service_requests.models import ServiceRequest
from telavis.web.compose.access import for_professionals, of_a_draft
from telavis.web.compose.apart_form import ApartForm
from telavis.web.compose.choices import (
    choosable,
    draft_key,
    patient_key,
    read_key,
    read_token,
    seen,
    shown_alike,
)
from telavis.web.compose.scanning import NotScanned, fields_of, is_scanning, scanned, standing_of_scan
from telavis.web.compose.steps import steps
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.birth_places import suggested_places
from telavis.web.pieces.identity_form import SHARED_WITH_SEARCH, IdentityForm
from telavis.web.pieces.ins import ins_url
from telavis.web.pieces.search_form import SearchForm
from telavis.web.pieces.searches import keep_search, kept_search

OPEN, ANYWAY, BACK = "ouvrir", "creer-quand-meme", "retour"


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@for_professionals
def start(request: ActorRequest) -> HttpResponse:
    """«Recherche d’identité»: always by POST, so that no name stands in an address; then its results."""
    if request.method == "POST":
        return keep_search(request, "compose:start", "recherche-", "identite-", "etape", "cle")
    typed = kept_search(request, "compose:start")
    form = SearchForm() if typed is None else SearchForm(_search_data(typed))
    result = openings.search_patients(form.terms, by=request.actor) if form.is_valid() else None
    typed = typed or QueryDict()
    context = {
        "form": form,
        "result": result,
        "rows": choosable(result.rows, request.actor) if result else [],
        "carried": _carried(typed),
    }
    return _page(request, "compose/search.html", context, typed)


@sensitive_post_parameters()
@require_POST
@for_professionals
def choose(request: ActorRequest) -> HttpResponse:
    """The patient of a row: their draft opens."""
    patient_id = read_token(request.POST.get("patient", ""), request.actor)
    if patient_id is None:
        messages.warning(request, "Cette recherche est trop ancienne\u202f: recherchez le patient à nouveau.")
        return redirect("compose:start")
    return _open_draft(request, get_object_or_404(Patient, pk=patient_id))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@for_professionals
def identity(request: ActorRequest) -> HttpResponse:
    """«Création de l’identité», after a search only; who looks alike and what does not fit are shown first."""
    if request.method == "GET":
        return redirect("compose:start")
    step = request.POST.get("etape", "")
    if step == OPEN:
        return _identity_page(request, IdentityForm(initial=_identity_initial(request.POST)))
    if is_scanning(request):
        return _scan(request)
    form = IdentityForm(request.POST)
    if not form.is_valid():
        return _identity_page(request, form)
    found = doubts(form.traits)
    if found and step != ANYWAY and request.POST.getlist("doute") != found:
        return _identity_page(request, form, doubts=found)
    apart = ApartForm(request.POST if step == ANYWAY else None)
    try:
        patient = _create(request, form, apart)
    except actions.InsOfSomebodyElse as known:
        holder = openings.show_holder(known.patient, by=request.actor)
        return _identity_page(request, form, holder=choosable(holder, request.actor))
    except actions.PatientLooksKnown as known:
        rows = openings.show_alike(known.rows, by=request.actor)
        return _identity_page(request, form, apart=apart, **shown_alike(rows, request.POST, request.actor))
    return _open_draft(request, patient)


@require_POST
@for_professionals
def places(request: ActorRequest) -> HttpResponse:
    """Communes and countries that begin as what is being typed."""
    return suggested_places(request)


@require_http_methods(["GET", "POST"])
@of_a_draft
def patient(request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """Back to the patient of a draft: keep them, or leave this draft and search again."""
    if request.method == "POST":
        requests.discard(draft, by=request.actor)
        messages.info(request, "Ce brouillon est dans la corbeille pour 30 jours.")
        return redirect("compose:start")
    context = {"draft": draft, "steps": steps("patient", draft), "ins_url": ins_url(draft)}
    return render(request, "compose/patient.html", context)


def _scan(request: ActorRequest) -> HttpResponse:
    """The form again, filled with what the document says; or with what was typed, and why nothing was read."""
    begun = {name.removeprefix("identite-"): value for name, value in request.POST.items()}
    try:
        begun |= fields_of(scanned(request))
    except NotScanned as refusal:
        return _identity_page(request, IdentityForm(initial=begun), scan_refusal=refusal.sentence)
    return _identity_page(request, IdentityForm(initial=begun), has_scanned=True)


def _create(request: ActorRequest, form: IdentityForm, apart: ApartForm) -> Patient:
    """Beside those who were shown, once it is said why it is somebody else."""
    unlike = frozenset(seen(request.POST, request.actor).values()) if apart.is_bound else frozenset()
    why, words = apart.reason if apart.is_valid() else (None, "")
    return actions.create(
        form.traits,
        creation_key=patient_key(read_key(request.POST.get("cle")), form.traits),
        by=request.actor,
        unlike=unlike,
        why_apart=why,
        in_words=words,
        standing=standing_of_scan(form, at=timezone.now()),
    )


def _open_draft(request: ActorRequest, chosen: Patient) -> HttpResponse:
    key = draft_key(read_key(request.POST.get("cle")), chosen.pk)
    draft = requests.start(chosen, by=request.actor, creation_key=key)
    return redirect("compose:resume", draft.pk)


def _identity_page(request: ActorRequest, form: IdentityForm, **found: Any) -> HttpResponse:
    boxes = SearchForm(_search_data(request.POST))
    return _page(request, "compose/identity.html", {"form": form, "boxes": boxes, **found}, request.POST)


def _page(request: ActorRequest, template: str, context: dict[str, Any], typed: QueryDict) -> HttpResponse:
    shared = {"key": read_key(typed.get("cle")), "steps": steps("patient")}
    return render(request, template, {**shared, **context})


def _search_data(posted: QueryDict) -> QueryDict:
    """What is searched; coming back from the identity, what was corrected there."""
    if posted.get("etape") != BACK:
        return posted
    data = posted.copy()
    for mine, theirs in SHARED_WITH_SEARCH.items():
        data[f"recherche-{theirs}"] = posted.get(f"identite-{mine}", "")
    return data


def _carried(posted: QueryDict) -> list[tuple[str, str]]:
    """The rest of an identity begun before going back to the search, so that nothing typed is lost."""
    shared = {f"identite-{name}" for name in SHARED_WITH_SEARCH}
    kept = (name for name in posted if name.startswith("identite-") and name not in shared)
    return [(name, posted.get(name, "")) for name in kept]


def _identity_initial(posted: QueryDict) -> dict[str, str]:
    begun = {name.removeprefix("identite-"): value for name, value in _carried(posted)}
    searched = {mine: posted.get(f"recherche-{theirs}", "") for mine, theirs in SHARED_WITH_SEARCH.items()}
    return {**begun, **searched}
