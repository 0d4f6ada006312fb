"""«Je m’inscris»: who, where, how to be reached; each page asks only what no page before it has told."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from telavis.accounts.actions import tries
from telavis.accounts.proven_identity import ProvenIdentity, forget_proof
from telavis.directory.places import Place
from telavis.gateways.openid import registry
from telavis.registrations import actions
from telavis.registrations.actions.start import Claim
from telavis.registrations.models import Registration, Source
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.queries.evidence import evidence_of, identity_of, is_known
from telavis.registrations.queries.texts import texts_in_force
from telavis.registrations.sources import find_establishments
from telavis.registrations.workflow import StepRefused
from telavis.values.professions import profession_label, specialty_label
from telavis.web.pieces import refusals as words
from telavis.web.pieces.rendering import render_page
from telavis.web.registration.forms import CABINET, ContactForm, StartForm, WorkplaceForm
from telavis.web.registration.underway import keep, onward, registration_in, under_way


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The number, the name, and the two boxes of the memo."""
    if request.user.is_authenticated:
        return redirect("registration:state")
    proven = _proven(request)
    form = StartForm(texts_in_force(), proven, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        registration = _start(request, form, proven)
        if registration:
            keep(request, registration)
            forget_proof(request.session)
            return redirect("registration:workplace")
    context = {
        "form": form,
        "proven": proven,
        "who": _proven_words(proven),
        "is_open": bool(form.texts),
        "psc": None if proven else registry.pro_sante_connect(),
    }
    return render(request, "registration/start.html", context)


def _proven(request: HttpRequest) -> ProvenIdentity | None:
    """Somebody whom Pro Santé Connect knows as a registered professional."""
    proven = ProvenIdentity.from_session(request.session)
    return proven if proven and proven.is_professional and proven.is_by_psc else None


def _proven_words(proven: ProvenIdentity | None) -> str:
    return f"{proven.full_name}, {profession_label(proven.profession).lower()}" if proven else ""


def _start(request: HttpRequest, form: StartForm, proven: ProvenIdentity | None) -> Registration | None:
    claim = proven or Claim(form.cleaned_data["rpps"], form.cleaned_data["family_name"])
    try:
        return actions.start(
            claim,
            texts=form.texts,
            instead_of=registration_in(request),
            address=request.META["REMOTE_ADDR"],
            by=APPLICANT,
        )
    except tries.TooManyTries as refusal:
        form.add_error(None, words.too_many_sign_ups(refusal))
    except StepRefused as refusal:
        form.add_error(None, refusal.sentence)
    return None


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workplace(request: HttpRequest) -> HttpResponse:
    """Where one works; and who one is, where no source says it."""
    registration = under_way(request)
    if registration is None:
        return redirect("registration:start")
    who = identity_of(registration)
    form = WorkplaceForm(who, request.POST or None, initial=_typed_before(registration))
    is_search = request.POST.get("do") == "search"
    typed = str(request.POST.get("words", "")).replace("\0", "")[:100]
    found = find_establishments(typed)
    if request.method == "POST" and not is_search and form.is_valid():
        place = form.chosen([*who.workplaces, *found])
        if place:
            return _choose(request, registration, form, place)
    if is_search:
        form.errors.clear()  # a search is no answer yet
    chosen = request.POST.get("place", _chosen_before(registration))
    context = {
        "form": form,
        "facts": _facts(registration),
        "is_proven": Source.PRO_SANTE_CONNECT in evidence_of(registration),
        "is_known": "given_name" not in form.fields,
        "is_contradicted": Source.DIRECTORY in evidence_of(registration) and not is_known(registration),
        "places": who.workplaces,
        "found": found,
        "searched": typed,
        "chosen": chosen,
        "cabinet": CABINET,
        "cabinet_chosen": chosen == CABINET,
    }
    return render_page(request, "registration/workplace.html", context, fragment="found")


def _choose(
    request: HttpRequest, registration: Registration, form: WorkplaceForm, place: Place
) -> HttpResponse:
    registration = actions.choose_workplace(
        registration,
        place,
        given_name=form.cleaned_data.get("given_name", ""),
        profession=form.cleaned_data.get("profession", ""),
        by=APPLICANT,
    )
    return onward(request, registration)


def _facts(registration: Registration) -> list[dict[str, Any]]:
    """Who this is, as the source that is believed says it."""
    who = identity_of(registration)
    label = specialty_label(who.profession, who.specialty) or profession_label(who.profession)
    name = " ".join(part for part in (who.title, who.given_name, who.family_name) if part)
    facts = [{"label": "Nom", "value": name}, {"label": "Numéro RPPS", "value": registration.rpps or "aucun"}]
    return [*facts, {"label": "Profession", "value": label}] if who.profession else facts


def _typed_before(registration: Registration) -> dict[str, str]:
    who, place = identity_of(registration), registration.workplace
    address = (
        f"{place.address_line}, {place.postcode} {place.town}" if place and place.kind == "practice" else ""
    )
    return {"given_name": who.given_name, "profession": who.profession, "address": address}


def _chosen_before(registration: Registration) -> str:
    """Somebody with one known place has it ticked already."""
    who, place = identity_of(registration), registration.workplace
    if place is None:
        return who.workplaces[0].key if len(who.workplaces) == 1 else ""
    return place.key if place in who.workplaces else CABINET if place.kind == "practice" else ""


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """E-mail, mobile, password; then a code goes to the first of them."""
    registration = under_way(request)
    if registration is None:
        return redirect("registration:start")
    if not registration.place:
        return redirect("registration:workplace")
    before = {"email": registration.email or _proven_email(registration), "mobile": registration.mobile}
    form = ContactForm(registration, str(registration), request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("email", "mobile", "password")}
        return onward(request, actions.give_contact(registration, **typed, by=APPLICANT))
    return render(request, "registration/contact.html", {"form": form})


def _proven_email(registration: Registration) -> str:
    proof = evidence_of(registration).get(Source.PRO_SANTE_CONNECT)
    return str(proof.detail.get("email", "")) if proof else ""
