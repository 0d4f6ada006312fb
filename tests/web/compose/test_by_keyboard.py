"""A request is asked and sent without a mouse: every control is reached in the order of the page, named, seen and in sight."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from telavis.directory.models import PractitionerRole
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State
from telavis.services.models import ServiceOffer
from tests.factories import ExpertFactory, RoleFactory, ServiceFactory
from tests.patients.factories import patient
from tests.web.compose.fill import COMMON_ALONE, type_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_STEPS = 150
STOP = """() => {
  const here = document.activeElement;
  const around = here.closest("label, summary") ?? here;
  const box = around.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  const isDrawn = [here, around].some((each) => {
    const style = getComputedStyle(each);
    return style.opacity !== "0" && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const goesOn = !window.before?.isConnected
    || Boolean(window.before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
  window.before = here;
  return {
    what: here.outerHTML.slice(0, 160),
    isDrawn,
    goesOn,
    isInSight: Boolean(top) && (around.contains(top) || top.contains(around)),
  };
}"""


@pytest.fixture
def requester() -> PractitionerRole:
    role: PractitionerRole = RoleFactory()
    return role


@pytest.fixture
def home(page: Page, live_server: Any, client: Client, requester: PractitionerRole) -> Page:
    client.force_login(requester.practitioner.user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page.goto(live_server.url)
    return page


def reach(page: Page, target: Locator) -> None:
    """From one control to the next, and no other way; each of them can be seen to have the focus."""
    page.wait_for_load_state()
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if not stop["what"].startswith("<body"):
            assert stop["isDrawn"], f"nothing shows the focus on {stop['what']}"
            assert stop["goesOn"], f"the focus went back to {stop['what']}"
            assert stop["isInSight"], f"something covers {stop['what']}"
        if target.evaluate("control => control === document.activeElement"):
            return
    raise AssertionError(f"no way by keyboard to {target}")


def press(page: Page, name: str, role: Any = "button") -> None:
    reach(page, page.get_by_role(role, name=name, exact=True).first)
    page.keyboard.press("Enter")


def write(page: Page, label: str, words: str) -> None:
    reach(page, page.get_by_role("textbox", name=label, exact=True))
    page.keyboard.type(words)


def tick(page: Page, question: str, answer: str) -> None:
    """Into the group, then the arrows between radio buttons; a box has its own stop."""
    group = page.get_by_role("group", name=question)
    wanted = group.get_by_role("radio", name=answer, exact=True)
    if wanted.count():
        reach(page, group.get_by_role("radio").first)
        page.keyboard.press("Space")
        for _ in range(group.get_by_role("radio").count()):
            if wanted.is_checked():
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"no way by keyboard to {answer}")
    box = group.get_by_role("checkbox", name=answer, exact=True)
    reach(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def test_a_request_is_asked_and_sent_without_a_mouse(home: Page):
    request_type = type_of(COMMON_ALONE)
    service = ServiceFactory(name="Dermatologie")
    ServiceOffer.objects.create(healthcare_service=service, request_type=request_type)
    ExpertFactory(service=service)
    patient()
    find_the_patient(home)
    choose(home)
    answer(home)
    send(home)
    assert ServiceRequest.objects.get().state == State.SENT


def find_the_patient(page: Page) -> None:
    press(page, "Créer une téléexpertise", "link")
    expect(page.get_by_role("heading", name="Recherche d’identité")).to_be_visible()
    write(page, "Nom", "durand")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Un patient trouvé")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Demander le consentement du patient")).to_be_visible()


def choose(page: Page) -> None:
    press(page, "Suivant")
    summary = page.get_by_role("alert").filter(has_text="À corriger")
    expect(summary).to_be_focused()
    press(page, "Dites si le patient a accepté, et comment.", "link")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="oui, oral")).to_be_checked()
    press(page, "Suivant")
    expect(page.get_by_role("heading", name="Veuillez sélectionner un type de demande")).to_be_visible()
    reach(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    press(page, "Suivant")
    expect(page.get_by_role("heading", name="Sélectionner un destinataire")).to_be_visible()
    reach(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    press(page, "Sauvegarder")
    expect(page.get_by_role("textbox", name="Votre question précise")).to_be_visible()


def answer(page: Page) -> None:
    write(page, "Votre question précise", "Faut-il retirer cette lésion ?")
    tick(page, "Nature de la question", "diagnostic")
    tick(page, "Délai souhaité", "≤ 7 jours")
    tick(page, "Sans cet avis", "non")
    tick(page, "Lieu de prise en charge", "EHPAD")
    write(page, "Histoire en 5 lignes", "Lésion du dos.")
    write(page, "Liste des traitements", "aucun")
    press(page, "Relire et envoyer")


def send(page: Page) -> None:
    """What is missing is named, and the link leads to it."""
    expect(page.get_by_role("heading", name="Relire et envoyer")).to_be_visible()
    reach(page, page.get_by_role("link", name="Allergies ou intolérances").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/formulaire/#*")
    tick(page, "Allergies ou intolérances", "aucune connue")
    press(page, "Relire et envoyer")
    expect(page.get_by_role("heading", name="Relire et envoyer")).to_be_visible()
    press(page, "Envoyer à l’expert")
    expect(page.get_by_role("heading", name="Votre demande est envoyée")).to_be_visible()
