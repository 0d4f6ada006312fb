"""Showing again that it is oneself at an identity provider: only who proves themselves there anew, with two factors, counts."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from telavis.accounts.actions import external_identities
from telavis.accounts.proven_identity import ProvenIdentity
from telavis.gateways.openid.client import Proof
from telavis.gateways.openid.providers import Provider
from telavis.gateways.openid.tokens import CLOCKS_DIFFER_BY
from telavis.values.french import typographic
from telavis.web.login.attempts import Begun
from telavis.web.login.confirming import proved
from telavis.web.middleware import ActorRequest
from telavis.web.recent_proof import CARRIED

OTHER_PERSON = "{label} a reconnu une identité qui n’ouvre pas ce compte : rien n’est confirmé."
NOT_ANEW = (
    "{label} ne dit pas que vous venez de vous y identifier avec deux facteurs : rien n’est confirmé. "
    "Confirmez par votre mot de passe."
)


def page_after(request: ActorRequest) -> str:
    """The page «Confirmez que c’est vous», which leads onward once it is confirmed."""
    after = {name: request.GET[name] for name in CARRIED if request.GET.get(name)}
    address = reverse("login:confirm")
    return f"{address}?{urlencode(after)}" if after else address


def arrive(
    request: ActorRequest, provider: Provider, proof: Proof, identity: ProvenIdentity, begun: Begun
) -> HttpResponse:
    """Back from the provider: the same person, who has just proved themselves there, or a sentence."""
    linked = external_identities.find_linked(identity)
    if linked is None or linked.user_id != request.user.pk:
        messages.error(request, typographic(OTHER_PERSON.format(label=provider.label)))
    elif not _is_anew(provider, proof, begun):
        messages.error(request, typographic(NOT_ANEW.format(label=provider.label)))
    else:
        proved(request, "openid", provider=provider.id)
    return redirect(begun.after)


def _is_anew(provider: Provider, proof: Proof, begun: Begun) -> bool:
    """An open session at the provider would let in whoever sits there."""
    is_strong = provider.counts_as_second_factor(proof.acr, proof.amr)
    return is_strong and proof.authenticated_at >= begun.at - CLOCKS_DIFFER_BY
