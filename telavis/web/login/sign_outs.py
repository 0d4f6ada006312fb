"""Signing out: here always, and at the identity provider for who wishes it."""

import secrets
from typing import Any

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.gateways.openid import client, registry
from telavis.gateways.openid.faults import OpenIDFault
from telavis.gateways.openid.providers import Provider
from telavis.gateways.openid.tokens import same
from telavis.values.french import typographic
from telavis.web.login.proofs import PROVIDER_SESSION
from telavis.web.middleware import ActorRequest
from telavis.web.standing import for_any_account, sets_up_a_factor

GOODBYE, LEAVING = "openid_goodbye", "openid_leaving"
OUT = "Vous êtes déconnecté."


@for_any_account
@sets_up_a_factor
@require_POST
@transaction.atomic
def sign_out(request: ActorRequest) -> HttpResponse:
    """«Se déconnecter»: the session here ends at once, whatever the provider does."""
    at_provider = request.session.get(PROVIDER_SESSION)
    record(AuditAction.SIGN_OUT, by=request.actor)
    logout(request, show_message=False)
    if at_provider and registry.find(at_provider["provider"]):
        request.session[GOODBYE] = at_provider
        return redirect("login:signed_out")
    messages.success(request, OUT)
    return redirect("login:index")


@login_not_required
@never_cache
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Out of this site; the session at the provider may still be open on this computer."""
    provider = _provider(request.session.get(GOODBYE))
    if provider is None:
        return redirect("login:index")
    return render(request, "login/signed_out.html", {"provider": provider})


@login_not_required
@never_cache
@require_GET
def leave_provider(request: HttpRequest) -> HttpResponse:
    """To the provider, with the token that names the session to end."""
    goodbye = request.session.pop(GOODBYE, None)
    provider = _provider(goodbye)
    if goodbye is None or provider is None:
        return redirect("login:index")
    state = secrets.token_urlsafe(16)
    return_to = request.build_absolute_uri(reverse("login:left_provider"))
    try:
        address = client.end_session_address(
            provider, id_token=goodbye["id_token"], state=state, return_to=return_to
        )
    except OpenIDFault:
        address = ""
    if not address:
        messages.warning(
            request, typographic(f"{OUT} {provider.label} ne répond pas : fermez le navigateur.")
        )
        return redirect("login:index")
    request.session[LEAVING] = {"state": state, "provider": provider.id}
    return redirect(address)


@login_not_required
@never_cache
@require_GET
def left_provider(request: HttpRequest) -> HttpResponse:
    """Back from the provider, which may have lost the state on the way: then nothing is claimed."""
    leaving = request.session.pop(LEAVING, None)
    provider = _provider(leaving)
    if leaving and provider and same(request.GET.get("state", ""), leaving["state"]):
        messages.success(request, typographic(f"Vous êtes déconnecté de Télavis et de {provider.label}."))
    elif leaving:
        messages.success(request, OUT)
    return redirect("login:index")


def _provider(kept: dict[str, Any] | None) -> Provider | None:
    return registry.find(kept["provider"]) if kept else None
