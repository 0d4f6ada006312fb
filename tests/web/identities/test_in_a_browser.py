"""The identity desk under the hand: pressed twice, gone back, two at once; and its pages as they are seen."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from telavis.patients.models import LikelyDuplicate, Merge
from tests.web.identities.conftest import new_desk
from tests.web.looks import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).dblclick()


def test_a_pair_is_merged_once_comes_undone_and_an_identity_is_corrected(
    page: Page, live_server: Any, pair: LikelyDuplicate, desk: Client
):
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": desk.cookies[name].value, "url": live_server.url}])
    page.goto(f"{live_server.url}/identites/")
    page.get_by_role("link", name="DURAND Jeanne").click()
    is_sound(page)
    page.get_by_role("link", name="C’est la même personne").click()
    expect(page.get_by_role("heading", name="Fusionner ces deux identités")).to_be_visible()
    is_sound(page)
    preview = page.url
    press(page, "Fusionner")
    expect(page.get_by_text("Les deux identités sont fusionnées")).to_be_visible()
    assert Merge.objects.count() == 1

    page.go_back()
    expect(page.get_by_role("heading", name="Identités fusionnées")).to_be_visible()
    page.get_by_role("navigation", name="Identités").get_by_role("link", name="Fusionnées").click()
    press(page, "Défaire cette fusion")
    expect(page.get_by_text("La fusion est défaite")).to_be_visible()
    is_sound(page)

    page.goto(preview)
    new_desk("Sacha Noir").post(reverse("identities:tell_apart", args=[pair.pk]))
    press(page, "Fusionner")
    expect(page.get_by_text("Sacha Noir a dit que ce sont deux personnes").first).to_be_visible()
    assert Merge.objects.get().undone_at

    page.get_by_role("link", name="historique de l’identité 1").click()
    page.get_by_role("link", name="Corriger l’identité").click()
    is_sound(page)
    page.get_by_role("combobox", name="Lieu de naissance").fill("villefranche-sur-s")
    page.get_by_role("option", name="Villefranche-sur-Saône").click()
    page.get_by_role("button", name="Voir ce qui changera").click()
    expect(page.get_by_role("cell", name="Villefranche-sur-Saône")).to_be_visible()
    is_sound(page)
    press(page, "Enregistrer la correction")
    expect(page.get_by_text("L’identité est corrigée")).to_be_visible()
    assert pair.first.versions.count() == 2
    is_sound(page)
