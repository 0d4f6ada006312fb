"""The page of the pieces: there in the demonstration only, and readable by everybody."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.web.looks import is_sound

COMPONENTS = Path("telavis/templates/components")
in_the_demonstration = pytest.mark.urls("tests.web.demo.urls")


def test_the_page_does_not_exist_outside_the_demonstration(client: Client, settings: Any) -> None:
    assert settings.DEMO_PAGES is False
    assert client.get("/demo/pieces/").status_code == 404


@in_the_demonstration
def test_every_piece_is_shown(client: Client) -> None:
    response = client.get("/demo/pieces/")
    shown = {template.name for template in response.templates}
    assert {f"components/{piece.name}" for piece in COMPONENTS.glob("*.html")} - shown == set()


@in_the_demonstration
def test_a_document_is_shown_in_each_of_its_states(client: Client) -> None:
    response = client.get("/demo/pieces/")
    shown = {template.name for template in response.templates}
    assert {f"components/documents/{each}.html" for each in ("tile", "pending", "removed", "strip")} <= shown
    page = response.content.decode()
    for words in ("Vérification en cours", "protégé par un mot de passe", "62\u202f%", "Monter", "Remettre"):
        assert words in page.replace("&#8239;", "\u202f")


@in_the_demonstration
def test_nothing_is_styled_or_scripted_inside_the_page(client: Client) -> None:
    page = client.get("/demo/pieces/").content.decode()
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", page) == []


@in_the_demonstration
@pytest.mark.django_db(transaction=True)
def test_axe_finds_no_violation(live_server: Any, page: Page) -> None:
    page.goto(f"{live_server.url}/demo/pieces/")
    is_sound(page)


@in_the_demonstration
@pytest.mark.django_db(transaction=True)
def test_nothing_scrolls_sideways_on_the_narrowest_screen(live_server: Any, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/demo/pieces/")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
