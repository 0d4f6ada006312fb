"""The identity providers of this site: those that the settings name, and no other."""

from django.conf import settings
from django.utils.module_loading import import_string

from telavis.gateways.openid import psc
from telavis.gateways.openid.providers import Provider


def pro_sante_connect() -> Provider | None:
    """The real one; in a demonstration without it, the simulated one; else nothing."""
    if settings.PSC["client_id"]:
        return psc.provider(**settings.PSC)
    if settings.DEMO_PAGES:
        simulated: Provider = import_string(settings.SIMULATED_PSC)()
        return simulated
    return None


def hospitals() -> list[Provider]:
    """In the order of the settings."""
    return [Provider(**row) for row in settings.HOSPITAL_PROVIDERS]


def hospital_of(email: str, among: list[Provider]) -> Provider | None:
    """The hospital to which an address belongs, by its domain or a domain above it."""
    domain = email.rpartition("@")[2].strip().lower()
    for hospital in among:
        if any(domain == each or domain.endswith(f".{each}") for each in hospital.domains):
            return hospital
    return None


def find(provider_id: str) -> Provider | None:
    """By the name that addresses carry."""
    known = pro_sante_connect()
    every = [*([known] if known else []), *hospitals()]
    return next((each for each in every if each.id == provider_id), None)
