"""A provider that knows us by our certificate: mutual TLS on loopback, and no secret."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3

from telavis.gateways.openid import documents, exchange, psc
from telavis.gateways.openid.client import Attempt, authorization_address, code_of, prove
from telavis.gateways.openid.exchange import Question, over_network
from telavis.gateways.openid.faults import ProviderUnavailable
from tests.openid.fixtures import KEY
from tests.openid.professionals import DOCTOR
from tests.openid.provider import CLIENT_ID, CLIENT_SECRET, Provider

BACK = "https://telavis.example/retour/"


@pytest.fixture
def strict(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """It hears those who show a certificate that it knows; we trust its own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(exchange, "_trust", lambda: ssl.create_default_context(cafile=str(certificate)))
    documents.forget()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(certificate))
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.load_cert_chain(certificate)
    provider = Provider(person=DOCTOR, key=KEY, redirect_uris=[BACK])
    provider.start(tls)
    yield provider
    provider.stop()


def claims_of(strict: Provider, certificate: Path, *, secret: str) -> dict[str, object]:
    """The whole exchange; the browser shows the same certificate, as a card would."""
    ours = psc.provider(
        client_id=CLIENT_ID,
        client_secret=secret,
        environment="production",
        issuer=strict.issuer,
        certificate=str(certificate),
    )
    attempt = Attempt.new(ours)
    address = authorization_address(ours, attempt, return_to=BACK)
    trust = ssl.create_default_context(cafile=str(certificate))
    trust.load_cert_chain(certificate)
    with urllib3.PoolManager(ssl_context=trust) as browser:
        location = browser.request("GET", address, redirect=False).headers["Location"]
    answer = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
    return prove(ours, attempt, code=code_of(answer, ours), return_to=BACK).claims


@pytest.mark.parametrize("secret", ["", CLIENT_SECRET])
def test_our_certificate_says_who_we_are_with_a_secret_or_without(
    secret: str, strict: Provider, certificate: Path
):
    claims = claims_of(strict, certificate, secret=secret)
    assert claims["SubjectNameID"] == DOCTOR["SubjectNameID"]


def test_without_it_we_are_not_heard(strict: Provider):
    with pytest.raises(ProviderUnavailable, match="no answer"):
        over_network(Question(f"{strict.issuer}/.well-known/openid-configuration", {}))
    assert strict.asked == []


def test_a_certificate_that_cannot_be_read_is_told(tmp_path: Path):
    with pytest.raises(ProviderUnavailable, match="no answer"):
        over_network(Question("https://127.0.0.1:1/", {}), certificate=tmp_path / "absent.pem")
