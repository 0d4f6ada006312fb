"""A coordinator makes a form, from nothing to published, and a requester meets it: in real browsers, and by keyboard."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from telavis.directory.models import PractitionerRole
from tests.factories import RequestTypeFactory, RoleFactory, ServiceFactory, ServiceRequestFactory
from tests.studio.working import coordinator
from tests.web.looks import PHONE, is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_STEPS = 60


def sign_in(page: Page, role: PractitionerRole, url: str) -> None:
    client = Client()
    client.force_login(role.practitioner.user)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": url}])


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def reach(page: Page, target: Locator) -> None:
    """By the key that goes from one control to the next, and no other way."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if target.evaluate("control => control === document.activeElement"):
            return
    raise AssertionError(f"no way by keyboard to {target}")


def begin_by_keyboard(page: Page) -> None:
    """A name that is forgotten first, then the first question; the fault of an empty part leads to that part."""
    reach(page, page.get_by_role("link", name="Nouveau type de demande"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("button", name="Commencer le formulaire"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Écrivez le nom.")).to_be_visible()
    is_sound(page)
    reach(page, page.get_by_label("Nom de ce type de demande"))
    page.keyboard.type("Pneumologie")
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("link", name="ne contient aucune question"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("link", name="Ajouter une question dans Pneumologie"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_label("Libellé"))
    page.keyboard.type("Tabac")
    reach(page, page.get_by_label("Texte court", exact=True))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Un choix dans une liste")).to_be_checked()
    is_sound(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tabac")).to_be_visible()
    reach(page, page.get_by_role("button", name="Enregistrer la question"))
    page.keyboard.press("Enter")


def add(page: Page, label: str, kind: str) -> None:
    follow(page, "Ajouter une question dans Pneumologie")
    page.get_by_label("Libellé").fill(label)
    page.get_by_label(kind, exact=True).check()
    press(page, "Ajouter")
    expect(page.get_by_role("heading", name=label)).to_be_visible()
    follow(page, "Pneumologie")


def ask_packets_of_smokers(page: Page) -> None:
    follow(page, "Paquets par jour")
    follow(page, "Ajouter une condition")
    page.get_by_role("combobox", name="Question").select_option(label="Tabac")
    press(page, "Continuer")
    is_sound(page)
    page.get_by_label("est, ou contient", exact=True).check()
    page.get_by_role("combobox", name="Réponse").select_option(label="oui")
    press(page, "Enregistrer")
    expect(page.get_by_text("« Tabac » est « oui »")).to_be_visible()
    is_sound(page)
    follow(page, "Pneumologie")


def keep_a_case(page: Page) -> None:
    follow(page, "Voir comme un requérant")
    packets = page.get_by_label("Paquets par jour")
    expect(packets).to_be_hidden()
    page.get_by_role("group", name="Tabac").get_by_label("oui", exact=True).check()
    expect(packets).to_be_visible()
    packets.fill("1,5")
    is_sound(page)
    page.get_by_label("Nom du cas d’essai").fill("Fumeur")
    press(page, "Garder ces réponses comme cas d’essai")
    expect(page.get_by_text("comme attendu")).to_be_visible()
    follow(page, "Pneumologie")


def test_from_nothing_to_a_form_that_a_requester_meets(page: Page, live_server: Any):
    service = ServiceFactory(name="Pneumologie")
    role = coordinator(service).role
    assert role is not None
    sign_in(page, role, live_server.url)
    page.goto(f"{live_server.url}/administration/formulaires/")
    begin_by_keyboard(page)
    add(page, "Paquets par jour", "Nombre à virgule")
    add(page, "Motif de la demande", "Texte court")
    is_sound(page)
    follow(page, "Charger un fichier")
    is_sound(page, PHONE)
    follow(page, "Pneumologie")
    ask_packets_of_smokers(page)
    keep_a_case(page)
    press(page, "Soumettre à la signature")
    press(page, "Signer ce formulaire")
    expect(page.get_by_text("Le formulaire est signé").first).to_be_visible()
    is_sound(page)
    press(page, "Publier")
    expect(page.get_by_text("Le formulaire est publié").first).to_be_visible()
    page.context.clear_cookies()
    _meet(page, live_server.url)


def _meet(page: Page, url: str) -> None:
    """Type, service, form: with the questions of the coordinator, and who answers for them."""
    requester = RoleFactory()
    draft = ServiceRequestFactory(requester=requester, request_type=RequestTypeFactory(title="Dermatologie"))
    sign_in(page, requester, url)
    page.goto(f"{url}{reverse('compose:type', args=[draft.pk])}")
    page.get_by_label("Pneumologie").check()
    press(page, "Suivant")
    expect(page.get_by_role("heading", name="Sélectionner un destinataire")).to_be_visible()
    press(page, "Sauvegarder")
    expect(page.get_by_label("Motif de la demande")).to_be_visible()
    expect(page.get_by_text("validé par Dr")).to_be_visible()
