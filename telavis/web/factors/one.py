"""One factor of mine: its name, and the end of it."""

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from telavis.accounts.actions import factors
from telavis.accounts.models import AuthenticatorApp, Passkey
from telavis.accounts.queries import channels_of, second_factors
from telavis.notifications.security import tell_of_security_change
from telavis.values.french import typographic
from telavis.web.factors.forms import name_form_of
from telavis.web.middleware import ActorRequest
from telavis.web.recent_proof import needs_recent_proof
from telavis.web.standing import FACTOR_DUE, for_any_account

WORDS: dict[type, dict[str, str]] = {
    Passkey: {
        "kind": "clé d’accès",
        "back": "factors:passkey",
        "remove": "factors:remove_passkey",
        "gone": "La clé d’accès",
    },
    AuthenticatorApp: {
        "kind": "application",
        "back": "factors:app",
        "remove": "factors:remove_app",
        "gone": "L’application",
    },
}
Kind = TypeVar("Kind", Passkey, AuthenticatorApp)


@for_any_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A passkey, by its name."""
    return _show(request, get_object_or_404(Passkey, pk=pk, user=request.user))


@for_any_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: ActorRequest, pk: UUID) -> HttpResponse:
    """An application, by its name."""
    return _show(request, get_object_or_404(AuthenticatorApp, pk=pk, user=request.user))


@for_any_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_recent_proof("Retirer la clé d’accès")
def remove_passkey(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What its end means, then its end."""
    return _remove(request, get_object_or_404(Passkey, pk=pk, user=request.user))


@for_any_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_recent_proof("Retirer l’application")
def remove_app(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What its end means, then its end."""
    return _remove(request, get_object_or_404(AuthenticatorApp, pk=pk, user=request.user))


def _show(request: ActorRequest, factor: Passkey | AuthenticatorApp) -> HttpResponse:
    form = name_form_of(factor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        factors.rename(factor, form.cleaned_data["name"])
        messages.success(request, typographic(f"Elle s’appelle maintenant « {factor.name} »."))
        return redirect("factors:index")
    return render(request, "factors/one.html", {"form": form, "factor": factor, **WORDS[type(factor)]})


def _remove(request: ActorRequest, factor: Passkey | AuthenticatorApp) -> HttpResponse:
    if request.method == "POST":
        _remove_and_tell(request, factor)
        words = WORDS[type(factor)]
        messages.success(
            request, typographic(f"{words['gone']} « {factor.name} » n’ouvre plus votre compte.")
        )
        return redirect("factors:index")
    context = {
        "factor": factor,
        "is_last": _is_last(request),
        "channels": channels_of(request.user),
        **WORDS[type(factor)],
    }
    return render(request, "factors/remove.html", context)


def _is_last(request: ActorRequest) -> bool:
    return request.user.passkeys.count() + request.user.apps.count() == 1


@transaction.atomic
def _remove_and_tell(request: ActorRequest, factor: Passkey | AuthenticatorApp) -> None:
    if not factors.remove(factor, by=request.actor):
        return
    words = WORDS[type(factor)]
    tell_of_security_change(
        request.user, f"{words['gone']} « {factor.name} » vient d’être retirée de votre compte."
    )
    if second_factors(request.user).may_set_up_by_mail:
        request.session[FACTOR_DUE] = True
