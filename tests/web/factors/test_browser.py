"""A passkey from its enrolment to its end, in a browser with a device of its own (WebAuthn through CDP)."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from telavis.accounts.models import Passkey
from tests.web.login.test_browser import code_in, fill_first_page, newest_text
from tests.web.looks import is_sound
from tests.web.signing_in import somebody

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.web.demo.urls"),
    pytest.mark.django_db(transaction=True),
]


SAID_AFTER_THE_PRESS = """
PublicKeyCredential.isConditionalMediationAvailable = () => new Promise((say) => {
  document.addEventListener("click", () => setTimeout(say, 0, true), { once: true });
});
"""


@pytest.fixture
def key_holder(page: Page) -> None:
    """A device that recognises its owner at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_enrolled_opens_again_over_the_page_and_at_the_door_then_is_removed(
    page: Page, live_server: Any, settings: Any, key_holder: None
) -> None:
    settings.DEMO = settings.DEMO_PAGES = True
    settings.PUBLIC_URL = live_server.url
    claire, here = (
        somebody(mobile="+33612345678", code_sign_ins=1),
        f"{live_server.url}/mon-compte/connexion/",
    )

    # two sign-ins by code: one press, and the next ones are without
    fill_first_page(page, live_server.url)
    page.get_by_label("Code reçu").fill(code_in(newest_text(page, live_server.url)))
    page.get_by_role("button", name="Me connecter", exact=True).click()
    expect(page.get_by_role("heading", name="sans mot de passe ni code")).to_be_visible()
    is_sound(page)
    page.get_by_role("button", name="Créer ma clé d’accès").click()
    expect(page.get_by_text("ouvre votre compte")).to_be_visible()
    is_sound(page)
    page.get_by_role("button", name="Créer dix codes").click()
    expect(page.get_by_role("listitem").filter(has_text=re.compile(r"^\w{5}-\w{5}$"))).to_have_count(10)
    is_sound(page)
    page.get_by_role("link", name="Je les ai, continuer").click()
    expect(page).to_have_url(f"{live_server.url}/")

    # the session ends under a page: the same press opens it again
    page.goto(here)
    is_sound(page)
    page.context.clear_cookies()
    page.evaluate("document.dispatchEvent(new Event('session:doubt'))")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.get_by_role("dialog")).to_be_hidden()

    # out, and in by the door, pressed before the browser has said whether it could propose one by itself
    page.add_init_script(SAID_AFTER_THE_PRESS)
    page.locator("summary.person-button").click()
    page.get_by_role("button", name="Se déconnecter").click()
    questions: list[str] = []
    page.on(
        "request", lambda sent: questions.append(sent.url) if sent.url.endswith("/cle/question/") else None
    )
    page.get_by_role("button", name="Me connecter avec une clé d’accès").click()
    expect(page).to_have_url(f"{live_server.url}/")
    assert len(questions) == 1, "the server knows its last question only"
    assert Passkey.objects.get(user=claire).sign_count > 0

    # the end of it
    page.goto(here)
    page.get_by_role("link", name=re.compile("Renommer ou retirer")).click()
    is_sound(page)
    page.get_by_role("link", name="Perdue, changée").click()
    expect(page.get_by_text("C’est votre dernier moyen fort")).to_be_visible()
    is_sound(page)
    page.get_by_role("button", name="Retirer").click()
    expect(page.get_by_text("n’ouvre plus votre compte")).to_be_visible()
    page.locator("summary.person-button").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_role("button", name="Me connecter avec une clé d’accès").click()
    expect(page.get_by_text("n’ouvre aucun compte ici")).to_be_visible()


def test_the_pages_of_an_application_are_sound(page: Page, live_server: Any, settings: Any) -> None:
    settings.DEMO = settings.DEMO_PAGES = True
    somebody(mobile="+33612345678")
    fill_first_page(page, live_server.url)
    page.get_by_label("Code reçu").fill(code_in(newest_text(page, live_server.url)))
    page.get_by_role("button", name="Me connecter", exact=True).click()
    for path in ("cle/", "application/", "codes-de-secours/"):
        page.goto(f"{live_server.url}/mon-compte/connexion/{path}")
        is_sound(page)
