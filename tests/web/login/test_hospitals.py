"""«Compte Windows»: the identity providers of hospitals, and how their identities open an account."""

from typing import Any

import pytest
from django.test import Client

from telavis.accounts.models import ExternalIdentity, User
from telavis.audit.models import AuditAction, AuditEvent
from telavis.notifications.models import Delivery
from tests.factories import RoleFactory
from tests.openid.fixtures import SITE, come_back_from
from tests.openid.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.web.login.test_provider_refusals import SPOILT, assert_refused
from tests.web.signing_in import newest_digits, somebody
from tests.web.signing_in import sign_in as sign_in_with_a_password

pytestmark = pytest.mark.django_db

BACK = "/connexion/identite/chu/retour/"


def hospital(provider: Provider, **fields: Any) -> dict[str, Any]:
    return {
        "id": "chu",
        "label": "CHU d’Essai",
        "issuer": provider.issuer,
        "discovery": f"{provider.issuer}/.well-known/openid-configuration",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "domains": ("chu.example",),
        **fields,
    }


@pytest.fixture
def chu(provider: Provider, settings: Any) -> Provider:
    """One hospital; Claire Martin sits before it."""
    settings.PSC = {**settings.PSC, "client_id": ""}
    settings.HOSPITAL_PROVIDERS = [hospital(provider)]
    provider.redirect_uris[:] = [SITE + BACK]
    provider.person = {
        "sub": "S-1-5-21-42",
        "given_name": "Claire",
        "family_name": "Martin",
        "email": "claire@exemple.fr",
    }
    provider.acr = ""
    return provider


@pytest.fixture
def claire() -> User:
    user = somebody(full_name="Dr Claire Martin")
    RoleFactory(practitioner__user=user)
    return user


def arrive(client: Client) -> Any:
    return client.get(come_back_from(client.get("/connexion/identite/chu/")["Location"]))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def link(client: Client) -> Any:
    """The first time: proved there, signed in here, one press."""
    arrive(client)
    sign_in_with_a_password(client)
    return client.post("/connexion/relier/", {"link": "1"})


def test_the_button_leads_straight_to_the_only_hospital(client: Client, chu: Provider):
    page = client.get("/connexion/?next=/activite/").content.decode()
    assert "Compte Windows" in page
    assert 'href="/connexion/identite/chu/?next=%2Factivite%2F"' in page
    assert "Pro Santé Connect" not in page


def test_several_hospitals_are_chosen_from(client: Client, chu: Provider, settings: Any):
    settings.HOSPITAL_PROVIDERS.append(hospital(chu, id="ch", label="CH de Ville", domains=("ch.example",)))
    assert 'href="/connexion/compte-windows/"' in client.get("/connexion/").content.decode()
    page = client.get("/connexion/compte-windows/").content.decode()
    assert "CHU d’Essai" in page
    assert "CH de Ville" in page


@pytest.mark.parametrize("email", ["a@ch.example", "a@urgences.ch.example", " A@CH.EXAMPLE "])
def test_a_hospital_is_found_by_an_address(email: str, client: Client, chu: Provider, settings: Any):
    settings.HOSPITAL_PROVIDERS.append(hospital(chu, id="ch", label="CH de Ville", domains=("ch.example",)))
    page = client.post("/connexion/compte-windows/", {"email": email}).content.decode()
    assert "Cette adresse est celle de" in page


@pytest.mark.parametrize("email", ["a@elsewhere.example", "a@xch.example", "a@ch.example.evil.example"])
def test_another_address_finds_none(email: str, client: Client, chu: Provider, settings: Any):
    settings.HOSPITAL_PROVIDERS.append(hospital(chu, id="ch", label="CH de Ville", domains=("ch.example",)))
    page = client.post("/connexion/compte-windows/", {"email": email}).content.decode()
    assert "Aucun établissement relié" in page


def test_an_address_that_an_account_bears_opens_nothing(client: Client, chu: Provider, claire: User):
    response = arrive(client)
    assert response["Location"] == "/connexion/compte-inconnu/"
    assert not is_in(client)
    assert not ExternalIdentity.objects.exists()


def test_the_page_of_the_unknown_says_who_was_recognised(client: Client, chu: Provider):
    arrive(client)
    page = client.get("/connexion/compte-inconnu/").content.decode()
    assert "Claire Martin" in page
    assert "Me connecter pour relier mon compte" in page


def test_after_signing_in_here_one_press_links(client: Client, chu: Provider, claire: User):
    arrive(client)
    assert sign_in_with_a_password(client)["Location"] == "/connexion/relier/"
    assert "Est-ce bien vous" in client.get("/connexion/relier/").content.decode()
    client.post("/connexion/relier/", {"link": "1"})
    assert ExternalIdentity.objects.get().user == claire
    assert "CHU d’Essai" in Delivery.objects.latest("queued_at").body


def test_one_may_leave_it_unlinked(client: Client, chu: Provider, claire: User):
    arrive(client)
    sign_in_with_a_password(client)
    client.post("/connexion/relier/", {"leave": "1"})
    assert not ExternalIdentity.objects.exists()
    assert client.get("/connexion/relier/")["Location"] == "/"


def test_the_proof_of_another_person_is_never_linked(client: Client, chu: Provider, claire: User):
    """Somebody left it in the browser of a ward."""
    chu.person = {**chu.person, "family_name": "Dupont"}
    arrive(client)
    sign_in_with_a_password(client)
    assert "Le nom ou le numéro RPPS n’est pas le même" in client.get("/connexion/relier/").content.decode()
    client.post("/connexion/relier/", {"link": "1"})
    assert not ExternalIdentity.objects.exists()


def test_a_linked_identity_still_needs_our_code(client: Client, chu: Provider, claire: User):
    link(Client())
    response = arrive(client)
    assert response["Location"] == "/connexion/code/"
    assert not is_in(client)
    client.post("/connexion/code/", {"code": newest_digits()})
    assert is_in(client)
    detail = AuditEvent.objects.filter(action=AuditAction.SIGN_IN).latest("pk").detail
    assert (detail["factors"], detail["provider"]) == (["openid", "code"], "chu")


@pytest.mark.parametrize("strong", [{"strong_amr": ("smartcard",)}, {"is_always_strong": True}])
def test_a_hospital_that_asks_for_a_second_factor_makes_ours_unnecessary(
    strong: dict[str, Any], client: Client, chu: Provider, claire: User, settings: Any
):
    link(Client())
    settings.HOSPITAL_PROVIDERS = [hospital(chu, **strong)]
    arrive(client)
    assert is_in(client)


def test_a_hospital_changes_neither_name_nor_profession(client: Client, chu: Provider, claire: User):
    link(Client())
    chu.person = {**chu.person, "given_name": "Clara"}
    arrive(client)
    claire.refresh_from_db()
    assert claire.full_name == "Dr Claire Martin"


def test_the_same_sub_at_another_hospital_is_somebody_else(
    client: Client, chu: Provider, claire: User, settings: Any
):
    link(Client())
    ExternalIdentity.objects.update(issuer="https://login.other.example")
    assert arrive(client)["Location"] == "/connexion/compte-inconnu/"


@pytest.mark.parametrize(
    "what",
    [
        "no signature (alg none)",
        "signed with the public key as a shared secret",
        "for another client",
        "of another issuer",
        "another nonce",
        "expired",
        "issued this morning",
        "userinfo of somebody else",
    ],
)
def test_a_hospital_is_believed_no_more_easily_than_pro_sante_connect(
    what: str, client: Client, chu: Provider
):
    spoil, words = SPOILT[what]
    spoil(chu)
    assert_refused(client, arrive(client), words)
