"""Pro Santé Connect in a real browser, by the simulation of the demonstration, and every page of it looked at."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from telavis.accounts.models import User
from telavis.gateways.openid import documents
from tests.factories import PractitionerFactory, RoleFactory, UserFactory
from tests.identities import proven
from tests.web.looks import is_sound
from tests.web.signing_in import forget_proof_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.web.demo.urls"),
    pytest.mark.django_db(transaction=True),
]

BUTTON = "S’identifier avec Pro Santé Connect"
HOSPITALS = [
    {
        "id": name,
        "label": f"CHU de {name.title()}",
        "issuer": f"https://{name}.example",
        "client_id": "telavis",
        "client_secret": "secret",
        "domains": (f"{name}.example",),
    }
    for name in ("aquilon", "lavande")
]


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> Any:
    settings.DEMO = settings.DEMO_PAGES = True
    documents.forget()
    practitioner = PractitionerFactory(user=UserFactory(username="requerant"), rpps="10999000019")
    RoleFactory(practitioner=practitioner)


def choose(page: Page, site: str, name: str = "") -> None:
    page.goto(f"{site}/connexion/")
    page.get_by_role("link", name=BUTTON).click()
    if name:
        page.get_by_label(name).check()
    page.get_by_role("button", name="Continuer").click()


def test_in_and_out_again_at_both_doors(page: Page, live_server: Any) -> None:
    choose(page, live_server.url)
    expect(page).to_have_url(f"{live_server.url}/")
    page.locator("summary.person-button").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Vous êtes déconnecté de Télavis")).to_be_visible()
    is_sound(page)
    page.get_by_role("link", name="Me déconnecter aussi").click()
    expect(page.get_by_text("Vous êtes déconnecté de Télavis et de")).to_be_visible()


def test_it_is_shown_there_again_before_an_act_that_matters(page: Page, live_server: Any) -> None:
    choose(page, live_server.url)
    expect(page).to_have_url(f"{live_server.url}/")
    forget_proof_of(page)
    page.goto(f"{live_server.url}/mon-compte/")
    page.get_by_role("link", name="Délier").click()
    expect(page.get_by_role("heading", name="Confirmez que c’est vous")).to_be_visible()
    is_sound(page)
    page.get_by_role("link", name="Pro Santé Connect").click()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="Délier Pro Santé Connect")).to_be_visible()
    is_sound(page)


def test_the_pages_of_the_way_in_are_sound(page: Page, live_server: Any, settings: Any) -> None:
    settings.HOSPITAL_PROVIDERS = HOSPITALS
    page.goto(f"{live_server.url}/connexion/")
    is_sound(page)
    page.get_by_role("link", name="Compte Windows").click()
    page.get_by_label("Votre adresse e-mail professionnelle").fill("a@lavande.example")
    page.get_by_role("button", name="Trouver mon établissement").click()
    expect(page.get_by_role("link", name="CHU de Lavande")).to_have_count(2)
    is_sound(page)
    page.goto(f"{live_server.url}/connexion/")
    page.get_by_role("link", name=BUTTON).click()
    is_sound(page)


def test_a_refusal_is_sound_and_shows_the_other_ways(
    page: Page, live_server: Any, complaints: list[str]
) -> None:
    choose(page, live_server.url, "Sacha Lemoine")
    expect(page.get_by_role("heading", name="Aucune profession de santé enregistrée")).to_be_visible()
    is_sound(page)
    page.goto(f"{live_server.url}/connexion/identite/psc/retour/?state=x&code=y")
    is_sound(page)
    page.get_by_role("link", name="Me connecter autrement").click()
    expect(page).to_have_url(f"{live_server.url}/connexion/")
    complaints.clear()  # the browser reports the statuses 403 and 400, as it should


def test_the_pages_that_link_an_identity_are_sound(page: Page, live_server: Any, settings: Any) -> None:
    settings.HOSPITAL_PROVIDERS = HOSPITALS
    for user, address in ((None, "compte-inconnu"), (UserFactory(full_name="Dr Robert Essai"), "relier")):
        page.context.clear_cookies()
        page.context.add_cookies([{**session_of(user), "url": live_server.url}])
        page.goto(f"{live_server.url}/connexion/{address}/")
        expect(page.get_by_text("Dr Robert Essai").first).to_be_visible()
        is_sound(page)


def session_of(user: User | None) -> Any:
    """The cookie of a browser in which a hospital has just proved somebody, signed in here or not."""
    client = Client()
    if user:
        client.force_login(user)
    session = client.session
    proven(provider="aquilon").to_session(session)
    session.save()
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": session.session_key}
