"""Signing in by Pro Santé Connect, with a real provider on loopback (docs/domain/sign-in.md, rules 28 to 39)."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from joserfc.jwk import ECKey, RSAKey

from telavis.accounts.models import ExternalIdentity
from telavis.accounts.proven_identity import ProvenIdentity
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.models import Practitioner, PractitionerRole
from telavis.notifications.models import Delivery
from tests.factories import PractitionerFactory, RoleFactory, UserFactory
from tests.openid.fixtures import go_to_provider, sign_in
from tests.openid.professionals import activity, hospital_activity, practice, professional
from tests.openid.provider import CLIENT_ID, Provider
from tests.web.signing_in import PASSWORD

pytestmark = pytest.mark.django_db


def holder(**fields: Any) -> Practitioner:
    """The professional whose number the provider proves."""
    role: PractitionerRole = RoleFactory(practitioner=PractitionerFactory(rpps="10100997245", **fields))
    return role.practitioner


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- going out -----------------------------------------------------------------------------------------------------
def test_the_question_carries_all_that_protects_the_answer(client: Client, provider: Provider):
    asked = parse_qs(urlsplit(go_to_provider(client)).query)
    assert {name: asked[name] for name in ("response_type", "client_id", "scope", "acr_values")} == {
        "response_type": ["code"],
        "client_id": [CLIENT_ID],
        "scope": ["openid scope_all"],
        "acr_values": ["eidas1"],
    }
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))


def test_nothing_of_the_address_changes_the_question(client: Client, provider: Provider):
    response = client.get("/connexion/identite/psc/?scope=all&auth_params=prompt%3Dnone&acr_values=eidas0")
    asked = parse_qs(urlsplit(response["Location"]).query)
    assert (asked["scope"], asked["acr_values"]) == (["openid scope_all"], ["eidas1"])
    assert "prompt" not in asked


def test_each_attempt_has_secrets_of_its_own(client: Client, provider: Provider):
    first, second = (parse_qs(urlsplit(go_to_provider(client)).query) for _ in range(2))
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


# --- coming in -----------------------------------------------------------------------------------------------------
def test_the_holder_of_the_number_comes_in_without_a_code(client: Client, provider: Provider):
    practitioner = holder()
    response = sign_in(client, after="/activite/")
    assert (response.status_code, response["Location"]) == (302, "/activite/")
    assert client.session["_auth_user_id"] == str(practitioner.user.pk)


def test_the_first_time_the_account_is_linked_and_its_owner_told(client: Client, provider: Provider):
    practitioner = holder()
    sign_in(client)
    linked = ExternalIdentity.objects.get()
    assert (linked.user, linked.subject, linked.issuer) == (
        practitioner.user,
        "810100997245",
        provider.issuer,
    )
    assert Delivery.objects.get().address == practitioner.user.email
    assert AuditEvent.objects.filter(action=AuditAction.LINK_IDENTITY).exists()


def test_the_second_time_the_link_alone_opens(client: Client, provider: Provider):
    practitioner = holder()
    sign_in(client)
    Practitioner.objects.update(rpps="")
    again = Client()
    sign_in(again)
    assert again.session["_auth_user_id"] == str(practitioner.user.pk)
    assert Delivery.objects.count() == 1


def test_each_sign_in_takes_over_the_workplaces_of_that_day(client: Client, provider: Provider):
    practitioner = holder()
    before, after = hospital_activity(), activity()
    for told in (before, after):
        provider.person = professional(practice(told))
        sign_in(Client())
    ended = {role.organization.name: role.ended_on is not None for role in practitioner.roles.all()}
    assert ended["CH DE PORT-LAVANDE"] is True
    assert [name for name, is_over in ended.items() if "TOUR" in name and not is_over]


@pytest.mark.parametrize(("minutes", "is_asked"), [(1, False), (20, True)])
def test_a_session_that_was_open_there_is_no_recent_proof_here(
    client: Client, provider: Provider, minutes: int, is_asked: bool
):
    holder()
    provider.spoil_claims = lambda claims: {**claims, "auth_time": int(time.time()) - minutes * 60}
    sign_in(client)
    assert is_in(client)
    assert (client.get("/mon-compte/mot-de-passe/").status_code == 302) is is_asked


def test_the_journal_says_how_one_came(client: Client, provider: Provider):
    holder()
    sign_in(client)
    event = AuditEvent.objects.get(action=AuditAction.SIGN_IN)
    assert event.detail == {"factors": ["openid"], "provider": "psc", "acr": "eidas1", "amr": ["smartcard"]}


def test_the_session_gets_a_new_key_and_keeps_no_access_token(client: Client, provider: Provider):
    holder()
    go_to_provider(client)
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before
    kept = str(dict(client.session.items()))
    assert not any(token in kept for token in provider.access)


@pytest.mark.parametrize("acr", ["eidas1", "eidas2", "eidas3"])
def test_any_level_from_eidas1_on_comes_in(acr: str, client: Client, provider: Provider):
    holder()
    provider.acr = acr
    sign_in(client)
    assert is_in(client)


def test_userinfo_may_be_a_signed_token(client: Client, provider: Provider):
    holder()
    provider.signs_userinfo = True
    sign_in(client)
    assert is_in(client)


@pytest.mark.parametrize("alg", ["PS256", "ES256"])
def test_other_good_signatures_are_taken(alg: str, client: Client, provider: Provider):
    holder()
    provider.alg = alg
    if alg == "ES256":
        provider.key = ECKey.generate_key("P-256", {"kid": "curve"}, private=True)
    sign_in(client)
    assert is_in(client)


def test_new_keys_of_the_provider_are_read_once_more(client: Client, provider: Provider):
    holder()
    sign_in(Client())
    provider.key = RSAKey.generate_key(2048, {"kid": "second"}, private=True)
    sign_in(client)
    assert is_in(client)


def test_keys_are_not_asked_for_at_each_sign_in(provider: Provider):
    holder()
    sign_in(Client())
    sign_in(Client())
    assert sum(path.endswith("/certs") for path in provider.asked) == 1


def test_who_is_in_already_is_led_home(client: Client, provider: Provider):
    client.force_login(UserFactory())
    assert client.get("/connexion/identite/psc/")["Location"] == "/"
    assert client.get("/connexion/identite/psc/retour/?code=x&state=y")["Location"] == "/"


def test_one_never_leaves_for_a_page_of_another_site(client: Client, provider: Provider):
    holder()
    assert sign_in(client, after="https://elsewhere.example/")["Location"] == "/"


def test_a_suspended_account_is_told_so_and_stays_out(client: Client, provider: Provider):
    practitioner = holder()
    practitioner.user.is_active = False
    practitioner.user.save(update_fields=["is_active"])
    response = sign_in(client)
    assert not is_in(client)
    assert "suspendu" in client.get(response["Location"]).content.decode()


# --- strangers -----------------------------------------------------------------------------------------------------
def test_a_stranger_goes_to_the_sign_up_with_the_proof_in_the_session(client: Client, provider: Provider):
    provider.person = professional(
        practice(activity(), hospital_activity()), otherIds=[{"identifiant": "x", "origine": "EDIT"}]
    )
    response = sign_in(client)
    identity = ProvenIdentity.from_session(client.session)
    assert response["Location"] == reverse("registration:start")
    assert identity is not None
    assert (identity.rpps, identity.profession, identity.specialty) == ("10100997245", "10", "SM54")
    assert [place.name for place in identity.workplaces] == ["CABINET DE LA TOUR", "CH DE PORT-LAVANDE"]
    assert not is_in(client)


def test_an_e_mail_address_opens_nothing(client: Client, provider: Provider):
    user = UserFactory(email="robert@exemple.fr")
    provider.person = professional(practice(activity()), email=user.email, email_verified=True)
    sign_in(client)
    assert not is_in(client)


def test_somebody_without_a_profession_is_recognised_and_gets_nothing(client: Client, provider: Provider):
    provider.person = professional()
    response = sign_in(client)
    assert response.status_code == 403
    assert "Aucune profession de santé enregistrée" in response.content.decode()
    assert not is_in(client)
    assert ProvenIdentity.from_session(client.session) is None


def test_a_professional_who_is_one_no_longer_gets_nothing(client: Client, provider: Provider):
    holder()
    sign_in(Client())
    provider.person = professional()
    response = sign_in(client)
    assert response.status_code == 403
    assert not is_in(client)


def test_an_account_without_a_profession_may_be_opened_by_its_linked_identity(
    client: Client, provider: Provider
):
    secretary = holder(profession="")
    provider.person = professional()
    sign_in(client)
    assert client.session["_auth_user_id"] == str(secretary.user.pk)


# --- the provider is away --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_provider_that_fails_leaves_the_other_ways_in(status: int, client: Client, provider: Provider):
    provider.status = status
    response = client.get("/connexion/identite/psc/")
    page = response.content.decode()
    assert response.status_code == 503
    assert "Pro Santé Connect ne répond pas" in page
    assert f'href="{reverse("login:index")}"' in page


def test_a_provider_that_is_down_leaves_the_other_ways_in(client: Client, provider: Provider, settings: Any):
    settings.PSC = {**settings.PSC, "issuer": "http://127.0.0.1:9"}
    assert client.get("/connexion/identite/psc/").status_code == 503
    assert client.get("/connexion/").status_code == 200


def test_without_a_provider_there_is_no_button_and_no_address(client: Client):
    assert "Pro Santé Connect" not in client.get("/connexion/").content.decode()
    assert client.get("/connexion/identite/psc/").status_code == 404
    assert client.get("/connexion/compte-windows/").status_code == 404


def test_a_password_still_opens_beside_the_provider(client: Client, provider: Provider):
    user = holder().user
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    typed = {"identifier": user.username, "password": PASSWORD, "channel": "mail"}
    assert client.post("/connexion/", typed)["Location"] == "/connexion/code/"
