"""What tests of sign-in ask for: the provider, running, and our site set to it."""

import os
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
import urllib3
from django.test import Client
from joserfc.jwk import RSAKey

from telavis.gateways.openid import documents
from tests.openid.professionals import DOCTOR
from tests.openid.provider import CLIENT_ID, CLIENT_SECRET, Provider

SITE = "http://testserver"
KEY = RSAKey.generate_key(2048, {"kid": "first"}, private=True)
BACK = "/connexion/identite/psc/retour/"


@pytest.fixture(scope="session")
def running_provider() -> Iterator[Provider]:
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback
    provider = Provider(person=DOCTOR, key=KEY)
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running_provider: Provider, settings: Any) -> Provider:
    """Pro Santé Connect, honest again, with a doctor before it; our site knows it."""
    fresh = Provider(person=DOCTOR, key=KEY)
    for each in fields(Provider):
        if each.name not in ("url", "redirect_uris"):
            setattr(running_provider, each.name, getattr(fresh, each.name))
    running_provider.redirect_uris[:] = [SITE + BACK]
    documents.forget()
    settings.PSC = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "environment": "production",
        "issuer": running_provider.issuer,
    }
    return running_provider


def go_to_provider(client: Client, *, after: str = "") -> str:
    """Press the button; the address to which the browser is sent."""
    response = client.get("/connexion/identite/psc/", {"next": after} if after else {})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def come_back_from(address: str) -> str:
    """What a browser does at the provider: it is sent back to us at once. The address it is sent to."""
    with urllib3.PoolManager() as pool:
        response = pool.request("GET", address, redirect=False)
    assert response.status == 302, response.data
    return response.headers["Location"].removeprefix(SITE)


def sign_in(client: Client, *, after: str = "") -> Any:
    """All of it."""
    return client.get(come_back_from(go_to_provider(client, after=after)))
