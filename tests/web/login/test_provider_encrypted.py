"""UserInfo encrypted for us, whether it is signed inside or not; and what is not for us, or not sealed well."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from joserfc import jwe
from joserfc.errors import SecurityWarning
from joserfc.jwk import RSAKey

from tests.factories import PractitionerFactory, RoleFactory
from tests.openid.fixtures import sign_in
from tests.openid.provider import Provider

pytestmark = pytest.mark.django_db
OURS, ANOTHER = (RSAKey.generate_key(2048, private=True) for _ in range(2))
STRONG = {"alg": "RSA-OAEP-256", "enc": "A256GCM"}


@pytest.fixture(autouse=True)
def our_key(provider: Provider, settings: Any, tmp_path: Path) -> Path:
    """In the settings; and somebody whose account would open."""
    path = tmp_path / "userinfo.pem"
    path.write_bytes(OURS.as_pem(private=True))
    settings.PSC = {**settings.PSC, "encryption_key": str(path)}
    RoleFactory(practitioner=PractitionerFactory(rpps="10100997245"))
    return path


def sealed(key: RSAKey = OURS, **header: str) -> Callable[[str], str]:
    head = {**STRONG, **header}

    def seal(words: str) -> str:
        with warnings.catch_warnings(category=SecurityWarning, action="ignore"):
            return jwe.encrypt_compact(head, words, key, algorithms=[*head.values()])

    return seal


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("head", [STRONG, {"alg": "RSA-OAEP", "enc": "A128CBC-HS256"}])
def test_what_is_sealed_for_us_is_opened(
    head: dict[str, str], signed: bool, client: Client, provider: Provider
):
    provider.signs_userinfo, provider.encrypt = signed, sealed(**head)
    sign_in(client)
    assert is_in(client)


def one_sign_changed(words: str) -> str:
    *others, tag = sealed()(words).split(".")
    return ".".join([*others, ("A" if tag[0] != "A" else "B") + tag[1:]])


def signed_by_another(_: str) -> str:
    return sealed()(Provider(person={}, key=ANOTHER).sign({"sub": "somebody"}, kid="first"))


@pytest.mark.parametrize(
    "spoil",
    [
        sealed(ANOTHER),
        sealed(alg="RSA1_5"),
        sealed(zip="DEF"),
        one_sign_changed,
        signed_by_another,
        lambda words: sealed()(sealed()(words)),
        lambda words: "a.b.c.d.e",
    ],
    ids=[
        "for another",
        "padding that tells",
        "compressed",
        "changed",
        "signed by another",
        "twice",
        "nothing",
    ],
)
def test_what_is_not_well_sealed_opens_nothing(
    spoil: Callable[[str], str], client: Client, provider: Provider
):
    provider.encrypt = spoil
    shown = sign_in(client)
    assert "a été refusée" in shown.content.decode()
    assert not is_in(client)


def test_without_a_key_of_ours_it_is_refused(client: Client, provider: Provider, settings: Any):
    settings.PSC = {**settings.PSC, "encryption_key": ""}
    provider.encrypt = sealed()
    assert "a été refusée" in sign_in(client).content.decode()


def test_a_key_that_cannot_be_read_leaves_the_other_ways_in(
    client: Client, provider: Provider, our_key: Path
):
    our_key.unlink()
    provider.encrypt = sealed()
    assert "ne répond pas" in sign_in(client).content.decode()
