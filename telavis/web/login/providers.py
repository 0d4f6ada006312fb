"""Signing in at an identity provider: out with a question, back with a code (docs/domain/sign-in.md, rules 28 to 39)."""

from typing import cast

import structlog
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from telavis.accounts.claims import identity_of
from telavis.gateways.openid import client, registry
from telavis.gateways.openid.faults import OpenIDFault
from telavis.gateways.openid.providers import Provider
from telavis.values.french import typographic
from telavis.web.login import attempts, confirming_elsewhere, proofs, provider_words
from telavis.web.login.provider_words import Refusal
from telavis.web.login.ways import return_to, way_by
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.next_page import safe_address
from telavis.web.standing import for_any_account

NO_SUCH_HOSPITAL = typographic("Aucun établissement relié n’utilise cette adresse : choisissez le vôtre.")

log = structlog.get_logger("telavis.openid")


class HospitalForm(forms.Form):
    """Which hospital somebody belongs to, by their professional address."""

    email = forms.EmailField(
        label="Votre adresse e-mail professionnelle",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Entrez votre adresse e-mail professionnelle.",
            "invalid": "Entrez une adresse e-mail complète, comme prenom.nom@hopital.fr.",
        },
    )


@login_not_required
@never_cache
@require_GET
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider, with the secrets of this attempt."""
    provider, after = _provider(provider_id), safe_address(request)
    if request.user.is_authenticated:
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    attempt = attempts.begin(request.session, provider, after=after)
    try:
        address = client.authorization_address(provider, attempt, return_to=return_to(request, provider))
    except OpenIDFault as fault:
        return _refused(request, provider, provider_words.of_fault(fault, provider), fault)
    return redirect(address)


@for_any_account
@never_cache
@require_GET
def confirm(request: ActorRequest, provider_id: str) -> HttpResponse:
    """To the provider again, for somebody who is signed in here and must show that it is still they."""
    provider, after = _provider(provider_id), confirming_elsewhere.page_after(request)
    attempt = attempts.begin(request.session, provider, after=after, confirms=True)
    try:
        address = client.authorization_address(
            provider, attempt, return_to=return_to(request, provider), anew=True
        )
    except OpenIDFault as fault:
        return _refused(request, provider, provider_words.of_fault(fault, provider), fault)
    return redirect(address)


@login_not_required
@never_cache
@require_GET
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """From the provider: whoever it proves comes in, or is told why not."""
    provider = _provider(provider_id)
    begun = attempts.take(request.session, provider, state=request.GET.get("state", ""))
    if request.user.is_authenticated and not (begun and begun.confirms):  # the browser's «page précédente»
        return redirect(settings.LOGIN_REDIRECT_URL)
    if begun is None:
        return _refused(request, provider, provider_words.not_begun_here(provider))
    try:
        code = client.code_of(request.GET.dict(), provider)
        proof = client.prove(provider, begun.attempt, code=code, return_to=return_to(request, provider))
        identity = identity_of(provider, proof)
    except OpenIDFault as fault:
        return _refused(request, provider, provider_words.of_fault(fault, provider), fault)
    if begun.confirms:
        return confirming_elsewhere.arrive(cast(ActorRequest, request), provider, proof, identity, begun)
    arrival = proofs.arrive(request, provider, proof, identity, after=begun.after)
    return _refused(request, provider, arrival) if isinstance(arrival, Refusal) else arrival


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hospitals(request: HttpRequest) -> HttpResponse:
    """«Compte Windows», where there are several hospitals: chosen, or found by the address typed here."""
    known = registry.hospitals()
    if not known:
        raise Http404
    form, after, found = HospitalForm(request.POST or None), safe_address(request), None
    if request.method == "POST" and form.is_valid():
        found = registry.hospital_of(form.cleaned_data["email"], known)
        if found is None:
            form.add_error("email", NO_SUCH_HOSPITAL)
    context = {
        "form": form,
        "hospitals": [way_by(hospital, after) for hospital in known],
        "found": way_by(found, after) if found else None,
        "next": after,
    }
    return render(request, "login/hospitals.html", context)


def _provider(provider_id: str) -> Provider:
    provider = registry.find(provider_id)
    if provider is None:
        raise Http404
    return provider


def _refused(
    request: HttpRequest, provider: Provider, refusal: Refusal, fault: OpenIDFault | None = None
) -> HttpResponse:
    log.warning(
        "openid.refused",
        provider=provider.id,
        kind=type(fault).__name__ if fault else refusal.title,
        reason=str(fault) if fault else "",
    )
    context = {"refusal": refusal, "way": way_by(provider, "")}
    return render(request, "login/provider_refused.html", context, status=refusal.status)
