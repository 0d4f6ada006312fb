"""Signing in, in a real browser, through the words that people see."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.looks import is_sound
from tests.web.signing_in import PASSWORD, forget_proof_of, somebody

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.web.demo.urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> Any:
    settings.DEMO = settings.DEMO_PAGES = True
    somebody(mobile="+33612345678")


def newest_text(page: Page, site: str) -> str:
    """The last message, as /demo/messages.json tells it to a program."""
    lines = page.request.get(f"{site}/demo/messages.json").text().splitlines()
    return str(json.loads(lines[0])["text"])


def code_in(text: str) -> str:
    found = re.search(r"\d{3} \d{3}", text)
    assert found
    return found[0]


def fill_first_page(page: Page, site: str, channel: str = "par SMS") -> None:
    page.goto(f"{site}/connexion/")
    page.get_by_label("Identifiant", exact=True).fill("Claire")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_label(channel).check()
    page.get_by_role("button", name="Recevoir mon code").click()


def test_password_then_code_then_out_again(page: Page, live_server: Any) -> None:
    fill_first_page(page, live_server.url)
    expect(page.get_by_text("au numéro qui finit par 78")).to_be_visible()
    field = page.get_by_label("Code reçu")
    expect(field).to_be_focused()
    field.fill(code_in(newest_text(page, live_server.url)))
    page.get_by_role("button", name="Me connecter").click()
    expect(page).to_have_url(f"{live_server.url}/")
    page.locator("summary.person-button").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("Vous êtes déconnecté")).to_be_visible()


def test_a_code_with_its_space_can_be_pasted(page: Page, live_server: Any) -> None:
    fill_first_page(page, live_server.url, "par e-mail")
    page.get_by_label("Code reçu").focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const field = document.activeElement;
            if (field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, cancelable: true}))) {
                document.execCommand("insertText", false, text);
            }
        }""",
        code_in(newest_text(page, live_server.url)),
    )
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/")


def test_the_button_counts_the_seconds_then_sends_again(page: Page, live_server: Any) -> None:
    page.clock.install()
    fill_first_page(page, live_server.url)
    button = page.get_by_role("button", name=re.compile("Renvoyer un code dans"))
    expect(button).to_have_attribute("aria-disabled", "true")
    page.clock.run_for(31_000)
    expect(page.get_by_role("button", name="Renvoyer un code", exact=True)).not_to_have_attribute(
        "aria-disabled", "true"
    )


def test_the_other_channel_is_one_press_away(page: Page, live_server: Any) -> None:
    fill_first_page(page, live_server.url)
    page.get_by_role("button", name="Le recevoir par e-mail").click()
    expect(page.get_by_text("Un nouveau code est parti par e-mail")).to_be_visible()
    page.get_by_label("Code reçu").fill(code_in(newest_text(page, live_server.url)))
    page.get_by_role("button", name="Me connecter").click()
    expect(page).to_have_url(f"{live_server.url}/")


def test_it_is_asked_again_before_an_act_that_matters(page: Page, live_server: Any) -> None:
    fill_first_page(page, live_server.url)
    page.get_by_label("Code reçu").fill(code_in(newest_text(page, live_server.url)))
    page.get_by_role("button", name="Me connecter").click()
    expect(page).to_have_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/mon-compte/adresse/")
    page.get_by_label("Nouvelle adresse e-mail").fill("nouvelle@exemple.fr")
    forget_proof_of(page)
    page.get_by_role("button", name="Recevoir un code").click()
    expect(page.get_by_role("heading", name="Confirmez que c’est vous")).to_be_visible()
    is_sound(page)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Recevoir mon code").click()
    is_sound(page)
    page.get_by_label("Code reçu").fill(code_in(newest_text(page, live_server.url)))
    page.get_by_role("button", name="Confirmer que c’est moi").click()
    expect(page.get_by_role("heading", name="C’est confirmé")).to_be_visible()
    is_sound(page)
    page.get_by_role("button", name="Recevoir un code").click()
    expect(page.get_by_text("nouvelle@exemple.fr")).to_be_visible()
    is_sound(page)


def test_axe_finds_nothing_on_the_way_in(page: Page, live_server: Any) -> None:
    for path in ("/connexion/", "/inscription/", "/connexion/oubli/", "/demo/messages/"):
        page.goto(live_server.url + path)
        is_sound(page)
    page.goto(f"{live_server.url}/connexion/")
    page.get_by_role("button", name="Recevoir mon code").click()
    is_sound(page)
    fill_first_page(page, live_server.url)
    is_sound(page)
    page.get_by_label("Code reçu").fill("12")
    page.get_by_role("button", name="Me connecter").click()
    is_sound(page)
    page.get_by_label("Code reçu").fill(code_in(newest_text(page, live_server.url)))
    page.get_by_role("button", name="Me connecter").click()
    for path in (
        "/mon-compte/",
        "/mon-compte/mot-de-passe/",
        "/mon-compte/sessions/",
        "/mon-compte/adresse/",
    ):
        page.goto(live_server.url + path)
        is_sound(page)
    page.get_by_label("Nouvelle adresse e-mail").fill("nouvelle@exemple.fr")
    page.get_by_role("button", name="Recevoir un code").click()
    expect(page.get_by_text("Rien ne change avant ce code")).to_be_visible()
    page.get_by_label("Code reçu").fill(code_in(newest_text(page, live_server.url)))
    page.get_by_role("button", name="Changer mon adresse").click()
    expect(page.get_by_text("Votre adresse e-mail est changée")).to_be_visible()
