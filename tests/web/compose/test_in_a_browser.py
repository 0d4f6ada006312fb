"""From «Recherche d’identité» to the form in a real browser, by the visible words only."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from telavis.service_requests.models import ServiceRequest
from telavis.services.models import ServiceOffer
from tests.factories import ExpertFactory, RequestTypeFactory, RoleFactory, ServiceFactory
from tests.patients.factories import JEANNE, patient
from tests.web.looks import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(page: Page, live_server: Any, client: Client) -> Page:
    """The browser of a requester, at the first step."""
    user = RoleFactory().practitioner.user
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/demandes/nouvelle/")
    return page


@pytest.fixture
def services() -> list[str]:
    """Two services that answer in dermatology, each with an expert."""
    request_type = RequestTypeFactory(title="Dermatologie")
    names = []
    for town in ("Bordeaux", "Pau"):
        service = ServiceFactory(name="Dermatologie", organization__name=f"CHU de {town}")
        service.search_text = f"DERMATOLOGIE CHU DE {town.upper()}"
        service.save(update_fields=["search_text"])
        ServiceOffer.objects.create(
            healthcare_service=service, request_type=request_type, use_for="Lésions pigmentées"
        )
        ExpertFactory(service=service)
        names.append(str(service))
    return names


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_from_the_search_to_the_form(signed_in: Page, services: list[str]) -> None:
    page = signed_in
    patient(billing_nir=JEANNE.billing_nir, no_number_reason=None)
    is_sound(page)
    press(page, "Rechercher")
    expect(page.get_by_role("alert")).to_be_focused()
    is_sound(page)
    page.get_by_label("Nom", exact=True).fill("durant")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Un patient trouvé")).to_be_visible()
    is_sound(page)
    _create_the_identity(page)
    _agree(page)
    _choose(page, services)


def _create_the_identity(page: Page) -> None:
    press(page, "Création de l’identité")
    expect(page.get_by_label("Nom de naissance")).to_have_value("durant")
    is_sound(page)
    press(page, "Créer l’identité")
    expect(page.get_by_role("alert")).to_be_focused()
    is_sound(page)
    page.get_by_label("Prénoms").fill("Jeanne")
    page.get_by_label("masculin").check()
    page.get_by_label("Date de naissance").fill("12031954")
    place = page.get_by_role("combobox", name="Lieu de naissance")
    place.press_sequentially("borde", delay=20)
    expect(page.get_by_role("option", name="Bordeaux (33, Gironde)")).to_be_visible()
    is_sound(page)
    place.press("ArrowDown")
    place.press("Enter")
    expect(place).to_have_value("Bordeaux (33, Gironde)")
    page.get_by_label("Numéro de sécurité sociale").fill(str(JEANNE.billing_nir))
    press(page, "Créer l’identité")
    expect(page.get_by_text("Le numéro est celui d’une personne de sexe féminin.")).to_be_visible()
    is_sound(page)
    page.get_by_label("féminin").check()
    press(page, "Créer l’identité")
    expect(page.get_by_role("heading", name="Ce patient est peut-être déjà connu")).to_be_visible()
    is_sound(page)
    press(page, "Créer quand même")
    expect(page.get_by_role("alert")).to_be_focused()
    is_sound(page)
    page.get_by_label("homonyme").check()
    press(page, "Créer quand même")


def _agree(page: Page) -> None:
    expect(page.get_by_role("region", name="Patient")).to_contain_text("DURANT")
    is_sound(page)
    press(page, "Suivant")
    expect(page.get_by_role("link", name="Dites si le patient a accepté, et comment.")).to_be_visible()
    is_sound(page)
    expect(page.get_by_label("Motif, si c’était impossible")).to_be_hidden()
    page.get_by_label("oui, oral").check()
    page.get_by_label("Recueilli le").fill("02/03/2026")
    press(page, "Retour")
    page.get_by_role("link", name="Suivant").click()
    expect(page.get_by_label("oui, oral")).to_be_checked()
    page.get_by_label("Recueilli le").press("Enter")


def _choose(page: Page, services: list[str]) -> None:
    expect(page.get_by_role("heading", name="Veuillez sélectionner un type de demande")).to_be_visible()
    is_sound(page)
    page.get_by_label("Dermatologie").check()
    press(page, "Suivant")
    expect(page.get_by_role("heading", name="Sélectionner un destinataire")).to_be_visible()
    is_sound(page)
    page.evaluate("window.samePage = true")
    page.get_by_label("Rechercher un service").press_sequentially("pau", delay=20)
    expect(page.get_by_role("radio", name=services[0])).to_have_count(0)
    page.get_by_label("Rechercher un service").fill("")
    expect(page.get_by_role("radio", name=services[0])).to_be_visible()
    page.get_by_label("Etablissement").select_option("CHU de Pau")
    expect(page.get_by_role("radio", name=services[0])).to_have_count(0)
    assert page.evaluate("window.samePage") is True, "searched and filtered without another page"
    page.get_by_role("radio", name=services[1]).check()
    expect(page.get_by_label("Adresser à")).to_be_visible()
    is_sound(page)
    press(page, "Sauvegarder")
    page.wait_for_url(f"**/demandes/{ServiceRequest.objects.get().pk}/formulaire/")


def test_results_come_as_one_types_and_the_keyboard_alone_chooses(signed_in: Page) -> None:
    page = signed_in
    patient()
    name = page.get_by_label("Nom", exact=True)
    name.focus()
    page.keyboard.type("duran")
    expect(page.get_by_role("heading", name="Un patient trouvé")).to_be_visible()
    page.keyboard.type("bolo")
    expect(page.get_by_role("heading", name="Aucun patient trouvé")).to_be_visible()
    expect(name).to_be_focused()
    name.fill("durand")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Un patient trouvé")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Demander le consentement du patient")).to_be_visible()
