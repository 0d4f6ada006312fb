"""The ways in that this site has besides a password, as its pages show them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from telavis.gateways.openid import registry
from telavis.gateways.openid.providers import Provider


@dataclass(frozen=True)
class Way:
    """One link to press."""

    label: str
    address: str
    is_simulated: bool = False


def ways_in(after: str) -> dict[str, Any]:
    """Pro Santé Connect, and «Compte Windows»: straight to the hospital where there is one, else to the list."""
    psc, hospitals = registry.pro_sante_connect(), registry.hospitals()
    windows = None
    if len(hospitals) == 1:
        windows = way_by(hospitals[0], after)
    elif hospitals:
        windows = Way("Compte Windows", with_next(reverse("login:hospitals"), after))
    return {"psc": way_by(psc, after) if psc else None, "windows": windows}


def way_by(provider: Provider, after: str) -> Way:
    address = reverse("login:provider", args=[provider.id])
    return Way(provider.label, with_next(address, after), provider.is_simulated)


def return_to(request: HttpRequest, provider: Provider) -> str:
    """Our address at which a provider gives the browser back, as it was registered there."""
    return request.build_absolute_uri(reverse("login:provider_back", args=[provider.id]))


def with_next(address: str, after: str) -> str:
    """An address of ours that remembers the page to return to."""
    return f"{address}?{urlencode({'next': after})}" if after else address
