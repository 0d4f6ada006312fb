"""What the pieces do under the hand: menus, dialogs, tabs, toasts, appearance, one sending at a time."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.urls("tests.web.demo.urls"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pieces(live_server: Any, page: Page) -> Page:
    page.goto(f"{live_server.url}/demo/pieces/")
    return page


def test_a_menu_closes_by_escape_and_gives_the_focus_back(pieces: Page) -> None:
    menu = pieces.locator("details[data-menu]").first
    menu.locator("summary").click()
    expect(pieces.get_by_role("button", name="Transférer").first).to_be_visible()
    pieces.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_a_menu_closes_when_one_presses_elsewhere(pieces: Page) -> None:
    menu = pieces.locator("details[data-menu]").first
    menu.locator("summary").click()
    pieces.get_by_role("heading", name="Les pièces").click()
    expect(menu).not_to_have_attribute("open", "")


def test_a_dialog_opens_and_closes_by_its_buttons(pieces: Page) -> None:
    pieces.get_by_role("button", name="Ouvrir une fenêtre").first.click()
    dialog = pieces.get_by_role("dialog", name="Envoyer à un autre service")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Rester ici").click()
    expect(dialog).to_be_hidden()


def test_on_a_phone_the_columns_are_tabs(pieces: Page) -> None:
    pieces.set_viewport_size({"width": 360, "height": 740})
    expect(pieces.locator("#light-documents")).to_be_hidden()
    pieces.get_by_role("navigation", name="Clair", exact=True).get_by_text("Documents").click()
    expect(pieces.locator("#light-documents")).to_be_visible()
    expect(pieces.locator("#light-form")).to_be_hidden()


def test_a_password_is_shown_on_demand(pieces: Page) -> None:
    field = pieces.get_by_label("Mot de passe (facultatif)").first
    expect(field).to_have_attribute("type", "password")
    pieces.get_by_role("button", name="Afficher le mot de passe").first.click()
    expect(field).to_have_attribute("type", "text")


def test_a_toast_is_closed_by_its_button(pieces: Page) -> None:
    toasts = pieces.locator(".toast")
    toasts.first.get_by_role("button", name="Fermer").click()
    expect(toasts).to_have_count(1)


def test_a_form_leaves_once_and_its_button_says_so(pieces: Page) -> None:
    pieces.evaluate(
        """() => {
            const form = document.createElement("form");
            form.target = "elsewhere";
            form.innerHTML = '<button data-busy="Envoi…"><span>Envoyer</span></button>';
            window.sent = 0;
            document.querySelector("main").prepend(form);
            window.addEventListener("submit", (event) => { window.sent += 1; event.preventDefault(); });
        }"""
    )
    button = pieces.locator("main > form > button")
    button.click()
    expect(button).to_have_text("Envoi…")
    expect(button).to_have_attribute("aria-busy", "true")
    button.click()
    assert pieces.evaluate("window.sent") == 1
