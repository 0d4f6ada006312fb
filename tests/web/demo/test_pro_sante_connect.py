"""The simulated Pro Santé Connect: our own client, real codes and signatures, in the demonstration only."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from telavis.accounts.proven_identity import ProvenIdentity
from telavis.demo import simulated_psc
from telavis.demo.simulated_people import KNOWN_ACCOUNT, people
from telavis.gateways.openid import client as openid
from telavis.gateways.openid import documents
from telavis.gateways.openid.exchange import Question
from telavis.gateways.openid.faults import AnswerRefused
from tests.factories import PractitionerFactory, RoleFactory, UserFactory
from tests.web.demo import urls as addresses_of_the_demonstration

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings: Any, urls: None) -> None:
    settings.DEMO = settings.DEMO_PAGES = True
    documents.forget()


@pytest.fixture
def urls(settings: Any) -> None:
    settings.ROOT_URLCONF = addresses_of_the_demonstration.__name__


def choose(client: Client, person: str) -> Any:
    """From the sign-in page to the simulation and back."""
    page = client.get("/connexion/identite/psc/")["Location"]
    assert client.get(page).status_code == 200
    back = client.post(page, {"person": person})["Location"]
    return client.get(back.removeprefix("http://testserver"))


def test_it_is_marked_as_a_simulation_wherever_it_is_shown(client: Client, demonstration: None):
    sign_in_page = client.get("/connexion/").content.decode()
    page = client.get(client.get("/connexion/identite/psc/")["Location"]).content.decode()
    assert "S’identifier avec Pro Santé Connect" in sign_in_page
    assert "Simulation" in sign_in_page
    assert "Ceci n’est pas Pro Santé Connect" in page


def test_the_known_professional_comes_in(client: Client, demonstration: None):
    practitioner = PractitionerFactory(user=UserFactory(username=KNOWN_ACCOUNT), rpps="10999000019")
    RoleFactory(practitioner=practitioner)
    choose(client, KNOWN_ACCOUNT)
    assert client.session["_auth_user_id"] == str(practitioner.user.pk)
    assert practitioner.roles.count() == 1


def test_the_newcomer_is_led_to_the_sign_up(client: Client, demonstration: None):
    choose(client, "nouveau")
    identity = ProvenIdentity.from_session(client.session)
    assert identity is not None
    assert identity.full_name == "Dr Jonas Verdier"


def test_somebody_may_work_in_two_places(client: Client, demonstration: None):
    choose(client, "deux-lieux")
    identity = ProvenIdentity.from_session(client.session)
    assert identity is not None
    assert [place.mode for place in identity.workplaces] == ["L", "S"]


def test_somebody_without_a_profession_is_told_so(client: Client, demonstration: None):
    response = choose(client, "sans-exercice")
    assert response.status_code == 403
    assert "Aucune profession de santé" in response.content.decode()


def test_one_may_give_up(client: Client, demonstration: None):
    page = client.get("/connexion/identite/psc/")["Location"]
    back = client.post(page, {"cancel": "1", "person": "nouveau"})["Location"]
    assert client.get(back).status_code == 403


def test_leaving_it_leads_back(client: Client, demonstration: None):
    response = client.get(
        "/demo/pro-sante-connect/sortie/?state=x&post_logout_redirect_uri=https://e.example"
    )
    assert response["Location"] == "/connexion/sortie/terminee/?state=x"


def test_it_answers_no_other_client(client: Client, demonstration: None):
    page = client.get("/connexion/identite/psc/")["Location"]
    for wrong in ("client_id=telavis", "redirect_uri=http"):
        assert client.get(page.replace(wrong, wrong + "x")).status_code == 400


@pytest.mark.parametrize(
    "wrong", [{"verifier": "x" * 43}, {"code": "x"}, {"return_to": "https://e.example/"}]
)
def test_a_code_opens_only_for_the_one_who_asked(wrong: dict[str, str], demonstration: None):
    provider, right = simulated_psc.provider(), "http://testserver/back/"
    attempt = openid.Attempt.new(provider)
    address = openid.authorization_address(provider, attempt, return_to=right)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    code = wrong.get("code") or simulated_psc.give_code(people()[0], asked)
    other = openid.Attempt(
        **{**attempt.to_json(), **({"verifier": wrong["verifier"]} if "verifier" in wrong else {})}
    )
    with pytest.raises(AnswerRefused):
        openid.prove(provider, other, code=code, return_to=wrong.get("return_to", right))


def test_a_code_opens_once(demonstration: None):
    provider = simulated_psc.provider()
    attempt = openid.Attempt.new(provider)
    code = simulated_psc.give_code(
        people()[0],
        {"nonce": attempt.nonce, "code_challenge": attempt.challenge, "redirect_uri": "http://testserver/"},
    )
    assert openid.prove(provider, attempt, code=code, return_to="http://testserver/").acr == "eidas1"
    with pytest.raises(AnswerRefused):
        openid.prove(provider, attempt, code=code, return_to="http://testserver/")


def test_a_stranger_learns_nothing_of_it(demonstration: None):
    question = Question(f"{simulated_psc.ISSUER}/userinfo", {"Authorization": "Bearer x"})
    assert simulated_psc.answer(question).status == 401


def test_elsewhere_it_does_not_exist(client: Client):
    assert client.get("/demo/pro-sante-connect/").status_code == 404
    assert client.get("/connexion/identite/psc/").status_code == 404
