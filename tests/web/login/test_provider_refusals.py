"""Thirty answers that are not what they should be: each is refused, with a page in French, and opens nothing.

Every case spoils one thing of an exchange that otherwise succeeds (`test_provider.py` shows that it does).
"""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
import time_machine
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from django.test import Client
from django.utils import timezone
from joserfc.jwk import ECKey, OctKey, RSAKey

from telavis.accounts.models import ExternalIdentity
from telavis.accounts.proven_identity import ProvenIdentity
from tests.factories import PractitionerFactory, RoleFactory
from tests.openid.fixtures import BACK, come_back_from, go_to_provider, sign_in
from tests.openid.professionals import DOCTOR
from tests.openid.provider import CLIENT_ID, CLIENT_SECRET, Provider

pytestmark = pytest.mark.django_db

Spoil = Callable[[Provider], None]


@pytest.fixture(autouse=True)
def holder() -> None:
    """Somebody whose account would open, if only the answer were right."""
    RoleFactory(practitioner=PractitionerFactory(rpps="10100997245"))


def claims(**changed: Any) -> Spoil:
    """The claims of the identity token, signed by the provider itself; None takes a claim away."""

    def spoil(provider: Provider) -> None:
        provider.spoil_claims = lambda honest: {
            name: value for name, value in {**honest, **changed}.items() if value is not None
        }

    return spoil


def later(seconds: int, *names: str) -> Spoil:
    """Moments, so many seconds from the moment of the answer."""

    def spoil(provider: Provider) -> None:
        provider.spoil_claims = lambda honest: {
            **honest,
            **dict.fromkeys(names, int(time.time()) + seconds),
        }

    return spoil


def signed(**how: Any) -> Spoil:
    """The right claims, signed in another way than by the provider's key."""

    def spoil(provider: Provider) -> None:
        sign = Provider.sign
        provider.spoil_claims = lambda honest: _keep(provider, honest)
        provider.spoil_id_token = lambda _: sign(provider, provider.honest, **_resolved(provider, how))  # type: ignore[attr-defined]

    return spoil


def _keep(provider: Provider, honest: dict[str, Any]) -> dict[str, Any]:
    provider.honest = honest  # type: ignore[attr-defined]
    return honest


def _resolved(provider: Provider, how: dict[str, Any]) -> dict[str, Any]:
    return {name: value(provider) if callable(value) else value for name, value in how.items()}


def token(change: Callable[[str], Any]) -> Spoil:
    def spoil(provider: Provider) -> None:
        provider.spoil_id_token = change

    return spoil


def grant(**changed: Any) -> Spoil:
    """What the token endpoint answers; None takes a part away."""

    def spoil(provider: Provider) -> None:
        provider.spoil_grant = lambda honest: {
            name: value for name, value in {**honest, **changed}.items() if value is not None
        }

    return spoil


def userinfo(**changed: Any) -> Spoil:
    def spoil(provider: Provider) -> None:
        provider.spoil_userinfo = lambda honest: {
            name: value for name, value in {**honest, **changed}.items() if value is not None
        }

    return spoil


def signed_userinfo(**changed: Any) -> Spoil:
    def spoil(provider: Provider) -> None:
        provider.signs_userinfo = True
        userinfo(**changed)(provider)

    return spoil


def acr(value: str) -> Spoil:
    def spoil(provider: Provider) -> None:
        provider.acr = value

    return spoil


def published(**changed: Any) -> Spoil:
    """The public keys."""

    def spoil(provider: Provider) -> None:
        provider.spoil_keys = lambda honest: {"keys": [{**key, **changed} for key in honest["keys"]]}

    return spoil


def by_hand(provider: Provider, sign: Callable[[bytes], bytes], **header: Any) -> None:
    """A token that no library would make."""
    provider.spoil_claims = lambda honest: _keep(provider, honest)

    def make(_: str) -> str:
        head, body = (
            urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
            for part in (header, provider.honest)  # type: ignore[attr-defined]
        )
        signature = urlsafe_b64encode(sign(head + b"." + body)).rstrip(b"=")
        return b".".join([head, body, signature]).decode()

    provider.spoil_id_token = make


def with_public_key_as_secret(provider: Provider) -> None:
    """The confusion of keys: whoever knows the public key could sign."""
    secret = provider.key.as_pem(private=False)
    by_hand(provider, lambda said: hmac.digest(secret, said, "sha256"), alg="HS256", kid="first")


def with_an_unknown_critical_header(provider: Provider) -> None:
    key = provider.key.private_key
    by_hand(
        provider,
        lambda said: key.sign(said, padding.PKCS1v15(), hashes.SHA256()),
        alg="RS256",
        kid="first",
        crit=["unheard-of"],
        **{"unheard-of": True},
    )


SOMEBODY_ELSES = RSAKey.generate_key(2048, {"kid": "first"}, private=True)
OF_A_CURVE = ECKey.generate_key("P-256", {"kid": "first"}, private=True)
OF_THE_CLIENT = OctKey.import_key(CLIENT_SECRET.encode() * 2)
UNSIGNED = "eyJhbGciOiJub25lIn0"


def without_signature(whole: str) -> str:
    return ".".join([UNSIGNED, whole.split(".")[1], ""])


def other_payload(whole: str) -> str:
    """One letter of the claims changed after signing."""
    head, body, signature = whole.split(".")
    middle = len(body) // 2
    return ".".join(
        [head, body[:middle] + ("A" if body[middle] != "A" else "B") + body[middle + 1 :], signature]
    )


SPOILT: dict[str, tuple[Spoil, str]] = {
    "no signature (alg none)": (token(without_signature), "a été refusée"),
    "claims changed after signing": (token(other_payload), "a été refusée"),
    "not a token at all": (token(lambda _: "hello"), "a été refusée"),
    "signed by somebody else's key of the same name": (signed(key=SOMEBODY_ELSES), "a été refusée"),
    "signed with an unknown key": (signed(key=SOMEBODY_ELSES, kid="third"), "a été refusée"),
    "signed with the public key as a shared secret": (with_public_key_as_secret, "a été refusée"),
    "signed with our own secret": (signed(key=OF_THE_CLIENT, alg="HS256"), "a été refusée"),
    "signed on a curve under the name of an RSA key": (signed(key=OF_A_CURVE, alg="ES256"), "a été refusée"),
    "critical header that we do not know": (with_an_unknown_critical_header, "a été refusée"),
    "signed with a key meant for encryption": (published(use="enc"), "a été refusée"),
    "for another client": (claims(aud="another", azp=None), "a été refusée"),
    "for several, given to another": (claims(aud=[CLIENT_ID, "another"], azp="another"), "a été refusée"),
    "for several, given to nobody named": (claims(aud=[CLIENT_ID, "another"], azp=None), "a été refusée"),
    "without audience": (claims(aud=None), "a été refusée"),
    "of another issuer": (claims(iss="https://auth.esw.example"), "a été refusée"),
    "of the issuer with one sign more": (lambda provider: claims(iss=provider.issuer + "/")(provider), "a été refusée"),
    "without nonce": (claims(nonce=None), "a été refusée"),
    "another nonce": (claims(nonce="another"), "a été refusée"),
    "without sub": (claims(sub=None), "a été refusée"),
    "sub that is a number": (claims(sub=810100997245), "a été refusée"),
    "expired": (later(-120, "exp"), "a été refusée"),
    "without end": (claims(exp=None), "a été refusée"),
    "an end that is no moment": (claims(exp="never"), "a été refusée"),
    "an end at infinity": (claims(exp=float("inf")), "a été refusée"),
    "issued in the future": (later(3600, "iat", "exp"), "a été refusée"),
    "issued this morning": (later(-4 * 3600, "iat"), "a été refusée"),
    "not valid yet": (later(3600, "nbf"), "a été refusée"),
    "tied to another access token": (claims(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), "a été refusée"),
    "no level of assurance": (acr(""), "trop faible"),
    "a weaker level": (acr("eidas0"), "trop faible"),
    "a level of another scale": (acr("1"), "trop faible"),
    "no identity token": (grant(id_token=None), "a été refusée"),
    "no access token": (grant(access_token=None), "a été refusée"),
    "another kind of access token": (grant(token_type="mac"), "a été refusée"),
    "userinfo of somebody else": (userinfo(sub="f:somebody:else"), "a été refusée"),
    "userinfo without sub": (userinfo(sub=None), "a été refusée"),
    "userinfo without national identifier": (userinfo(SubjectNameID=None), "a été refusée"),
    "national identifier that is a number": (userinfo(SubjectNameID=810100997245), "a été refusée"),
    "national identifier with a null sign": (userinfo(SubjectNameID="810100997245\0"), "a été refusée"),
    "signed userinfo of another issuer": (signed_userinfo(iss="https://auth.esw.example"), "a été refusée"),
    "signed userinfo for another client": (signed_userinfo(aud="another"), "a été refusée"),
    "signed userinfo of somebody else": (signed_userinfo(sub="f:somebody:else"), "a été refusée"),
    "discovery that speaks for another": (
        lambda provider: setattr(provider, "issuer_told", "https://auth.esw.example"),
        "ne répond pas",
    ),
}  # fmt: skip


def assert_refused(client: Client, response: Any, words: str) -> None:
    page = response.content.decode()
    assert 400 <= response.status_code < 504, response.status_code
    assert words in page
    assert '<html lang="fr"' in page
    assert "Me connecter autrement" in page
    assert_nothing_opened(client)


def assert_nothing_opened(client: Client) -> None:
    assert "_auth_user_id" not in client.session
    assert ProvenIdentity.from_session(client.session) is None
    assert not ExternalIdentity.objects.exists()


@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_answer_is_refused(what: str, client: Client, provider: Provider):
    spoil, words = SPOILT[what]
    spoil(provider)
    address = client.get("/connexion/identite/psc/")
    response = address if address.status_code != 302 else client.get(come_back_from(address["Location"]))
    assert_refused(client, response, words)


# --- what the browser brings back ------------------------------------------------------------------------------------
def with_query(address: str, **changed: str | None) -> str:
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    kept = {name: value for name, value in {**query, **changed}.items() if value is not None}
    return urlunsplit(parts._replace(query=urlencode(kept)))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"state": None}, "Recommencez"),
        ({"state": "another"}, "Recommencez"),
        ({"code": None}, "a été refusée"),
        ({"code": "another"}, "a été refusée"),
        ({"iss": "https://auth.esw.example"}, "a été refusée"),
        ({"error": "server_error"}, "a été refusée"),
        ({"error": "access_denied"}, "abandonnée"),
    ],
    ids=str,
)
def test_another_answer_of_the_browser_is_refused(
    changed: dict[str, str | None], words: str, client: Client, provider: Provider
):
    address = come_back_from(go_to_provider(client))
    assert_refused(client, client.get(with_query(address, **changed)), words)


def test_who_is_refused_at_the_provider_is_told_so(client: Client, provider: Provider):
    provider.refuses = True
    assert_refused(client, sign_in(client), "abandonnée")


def test_an_answer_serves_once(client: Client, provider: Provider):
    """Even when nobody came in the first time: the state is gone."""
    provider.acr = "eidas0"
    address = come_back_from(go_to_provider(client))
    client.get(address)
    provider.acr = "eidas1"
    assert_refused(client, client.get(address), "Recommencez")


def test_a_code_serves_once(client: Client, provider: Provider):
    """A new state does not give a used code a second life."""
    address = come_back_from(go_to_provider(client))
    code = parse_qs(urlsplit(address).query)["code"][0]
    client.get(with_query(address, error="server_error"))
    provider.codes.pop(code)
    later_address = come_back_from(go_to_provider(client))
    assert_refused(client, client.get(with_query(later_address, code=code)), "a été refusée")


def test_the_answer_of_another_browser_is_refused(client: Client, provider: Provider):
    stolen = come_back_from(go_to_provider(Client()))
    assert_refused(client, client.get(stolen), "Recommencez")


def test_the_code_of_another_browser_is_refused(client: Client, provider: Provider):
    """With the victim's own state: PKCE and nonce tie the code to the browser that began."""
    stolen = parse_qs(urlsplit(come_back_from(go_to_provider(Client()))).query)["code"][0]
    mine = come_back_from(go_to_provider(client))
    assert_refused(client, client.get(with_query(mine, code=stolen)), "a été refusée")


def test_the_code_of_another_client_is_refused(client: Client, provider: Provider):
    address = come_back_from(go_to_provider(client))
    code = parse_qs(urlsplit(address).query)["code"][0]
    provider.codes[code].redirect_uri = "https://another.example/back/"
    assert_refused(client, client.get(address), "a été refusée")


def test_an_attempt_that_waited_too_long_is_refused(client: Client, provider: Provider):
    address = come_back_from(go_to_provider(client))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert_refused(client, client.get(address), "Recommencez")


def test_the_answer_of_one_provider_is_refused_at_the_address_of_another(
    client: Client, provider: Provider, settings: Any
):
    """Mixing up two providers: an attempt comes back where it was sent to."""
    settings.HOSPITAL_PROVIDERS = [
        {
            "id": "chu",
            "label": "CHU d’Essai",
            "issuer": provider.issuer,
            "discovery": f"{provider.issuer}/.well-known/openid-configuration",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
    ]
    address = come_back_from(go_to_provider(client))
    assert_refused(
        client, client.get(address.replace(BACK, "/connexion/identite/chu/retour/")), "Recommencez"
    )


def test_a_head_request_consumes_nothing(client: Client, provider: Provider):
    """Mail scanners and previews send HEAD."""
    address = come_back_from(go_to_provider(client))
    assert client.head(address).status_code == 405
    client.get(address)
    assert "_auth_user_id" in client.session


def test_nothing_of_a_refused_answer_is_written_in_the_log(
    client: Client, provider: Provider, caplog: pytest.LogCaptureFixture
):
    claims(nonce="another")(provider)
    address = come_back_from(go_to_provider(client))
    client.get(address)
    ours = "\n".join(each.getMessage() for each in caplog.records if each.name.startswith("telavis."))
    code, state = (parse_qs(urlsplit(address).query)[name][0] for name in ("code", "state"))
    assert "openid.refused" in ours
    assert not [word for word in (code, state, *provider.access, DOCTOR["SubjectNameID"]) if word in ours]
