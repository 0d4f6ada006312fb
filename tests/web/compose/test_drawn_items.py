"""Sliders, the figure of the body and curves on the pages without scripts: fields, boxes and words that are enough."""

import pytest
from django.test import Client
from django.urls import reverse

from telavis.directory.models import PractitionerRole
from telavis.service_requests.models import ServiceRequest
from tests.web.compose.fill import draft_of, typed


@pytest.fixture
def wound(requester: PractitionerRole) -> ServiceRequest:
    return draft_of("plaies-cicatrisation", requester)


def save(desk: Client, draft: ServiceRequest, **answers: object) -> str:
    address = reverse("compose:form", args=[draft.pk])
    desk.post(address, {**typed(desk.get(address), **answers), "go": "stay"})
    return desk.get(address).content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def test_four_numbers_say_what_is_left_and_the_server_decides(desk: Client, wound: ServiceRequest):
    page = save(desk, wound, plaie_necrose="10", plaie_fibrine="40", plaie_bourgeon="45", plaie_epiderme="0")
    assert "Encore 5 % à répartir." in page
    assert "« Lit de la plaie » : les parts font 95 %, encore 5 % à répartir." in page
    look = desk.get(reverse("compose:review", args=[wound.pk])).content.decode()
    assert "les parts font 95" in look


def test_a_box_marks_the_figure(desk: Client, wound: ServiceRequest):
    assert "is-marked" not in save(desk, wound)
    page = save(desk, wound, plaie_schema=["talon_gauche"])
    assert page.count("is-marked") == 1
    assert 'data-for="plaie_schema-talon_gauche" data-name="talon gauche"' in page
    look = desk.get(reverse("compose:review", args=[wound.pk])).content.decode()
    assert look.count("is-marked") == 1


def test_each_save_tells_the_curve_and_what_is_left(desk: Client, wound: ServiceRequest):
    sent = typed(
        desk.get(reverse("compose:form", args=[wound.pk])),
        plaie_longueur="3",
        plaie_largeur="2",
        plaie_mesures__0__plaie_mesure_date="02/03/2020",
        plaie_mesures__0__plaie_mesure_longueur="4",
        plaie_mesures__0__plaie_mesure_largeur="2,5",
        plaie_necrose="30",
    )
    told = desk.post(reverse("compose:autosave", args=[wound.pk]), sent).json()["told"]
    assert "de 10\u00a0cm² (02/03/2020) à 6\u00a0cm² (" in told["q-plaie_historique"]
    assert "en baisse (−40\u202f%)" in told["q-plaie_historique"]
    assert "Encore 70\u202f% à répartir." in told["q-plaie_tissus"].replace("\u00a0", "\u202f")
