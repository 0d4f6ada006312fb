"""The identity providers that open my account: seen, and taken away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from telavis.accounts.actions import external_identities
from telavis.accounts.models import ExternalIdentity, User
from telavis.accounts.proven_identity import PRO_SANTE_CONNECT
from telavis.gateways.openid import registry
from telavis.notifications.security import tell_of_security_change
from telavis.values.french import typographic
from telavis.web.middleware import ActorRequest
from telavis.web.recent_proof import needs_recent_proof
from telavis.web.standing import for_any_account

LAST_WAY_IN = typographic(
    "C’est votre dernière façon d’entrer : choisissez d’abord un mot de passe par « J’ai oublié mon identifiant ou "
    "mon mot de passe », puis revenez ici."
)


def identities_of(user: User) -> list[dict[str, Any]]:
    """Each with the name that people know it by, oldest first."""
    linked = ExternalIdentity.objects.filter(user=user).order_by("linked_at")
    return [
        {"row": row, "label": provider_label(row.provider), "is_psc": row.provider == PRO_SANTE_CONNECT}
        for row in linked
    ]


@for_any_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_recent_proof("Délier")
def unlink(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What it means, then one press."""
    linked = get_object_or_404(ExternalIdentity, pk=pk, user=request.user)
    label = provider_label(linked.provider)
    if request.method == "POST":
        try:
            _unlink(request, linked, label)
        except external_identities.LastWayIn:
            messages.warning(request, LAST_WAY_IN)
        else:
            messages.success(request, f"{label} n’ouvre plus votre compte.")
        return redirect("account:index")
    context = {
        "linked": linked,
        "label": label,
        "is_psc": linked.provider == PRO_SANTE_CONNECT,
        "may": external_identities.has_another_way(request.user, than=linked),
        "why_not": LAST_WAY_IN,
    }
    return render(request, "account/unlink.html", context)


@transaction.atomic
def _unlink(request: ActorRequest, linked: ExternalIdentity, label: str) -> None:
    external_identities.unlink(linked, by=request.actor)
    tell_of_security_change(request.user, f"Votre compte ne s’ouvre plus par {label}.")


def provider_label(provider_id: str) -> str:
    """The name that people know it by; one that is no longer set keeps its short one."""
    provider = registry.find(provider_id)
    return provider.label if provider else provider_id or "fournisseur d’identité"
