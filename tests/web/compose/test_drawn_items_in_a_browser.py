"""Units, sliders and the figure of the body under the hand: what one moves, the other follows, at once."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from telavis.directory.models import PractitionerRole
from telavis.questionnaires.models import QuestionnaireResponse
from telavis.service_requests.models import ServiceRequest
from tests.factories import RoleFactory
from tests.web.compose.fill import draft_of
from tests.web.looks import is_sound

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SAVED = re.compile(r"Enregistré à")


@pytest.fixture
def draft() -> ServiceRequest:
    requester: PractitionerRole = RoleFactory()
    return draft_of("plaies-cicatrisation", requester)


@pytest.fixture
def form(live_server: Any, page: Page, client: Client, draft: ServiceRequest) -> Iterator[Page]:
    client.force_login(draft.requester.practitioner.user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + reverse("compose:form", args=[draft.pk]))
    yield page
    page.goto("about:blank")


def answers(draft: ServiceRequest) -> dict[str, Any]:
    return QuestionnaireResponse.objects.get(pk=draft.response_id).answers


def state(page: Page) -> Any:
    return page.locator("#save-state")


def test_a_region_that_is_pressed_ticks_its_box_and_a_box_marks_its_region(form: Page, draft: ServiceRequest):
    heel = form.locator("[data-name='talon gauche']")
    heel.click()
    expect(form.get_by_label("talon gauche")).to_be_checked()
    expect(heel).to_have_class(re.compile("is-marked"))
    heel.hover()
    expect(form.locator("[data-body-name]")).to_have_text("talon gauche")
    form.get_by_label("sacrum").check()
    expect(form.locator("[data-name='sacrum']")).to_have_class(re.compile("is-marked"))
    form.get_by_label("talon gauche").uncheck()
    expect(heel).not_to_have_class(re.compile("is-marked"))
    expect(state(form)).to_have_text(SAVED)
    assert answers(draft)["plaie_schema"] == {"codes": ["sacrum"]}


def test_a_slider_moves_alone_and_the_page_says_what_is_left(form: Page, draft: ServiceRequest):
    bed = form.locator("[data-item='plaie_tissus']")
    left = bed.locator("[data-left]")
    expect(left).to_have_text("Encore 100\u202f% à répartir.")
    necrosis = bed.get_by_label("Nécrose, curseur")
    necrosis.focus()
    necrosis.press("ArrowRight")
    necrosis.press("ArrowRight")
    expect(bed.get_by_label("Nécrose, en %")).to_have_value("10")
    bed.get_by_label("Fibrine, en %").fill("70")
    expect(bed.get_by_label("Fibrine, curseur")).to_have_value("70")
    expect(left).to_have_text("Encore 20\u202f% à répartir.")
    bed.get_by_label("Bourgeon, en %").fill("20")
    bed.get_by_label("Bourgeon, en %").press("Tab")
    expect(bed.get_by_label("Épiderme, en %")).to_have_value("0")
    expect(left).to_have_text("Tout est réparti\u202f: 100\u202f%.")
    expect(bed.get_by_label("Nécrose, en %")).to_have_value("10")
    expect(state(form)).to_have_text(SAVED)
    assert answers(draft)["plaie_epiderme"] == {"value": 0}
    is_sound(form)


class TestUnits:
    @pytest.fixture
    def draft(self) -> ServiceRequest:
        requester: PractitionerRole = RoleFactory()
        return draft_of("maladies-infectieuses", requester)

    def test_a_unit_is_chosen_and_the_value_told_in_the_other(self, form: Page):
        number, unit = form.get_by_label("Créatinine", exact=True), form.get_by_label("Unité de Créatinine")
        converted = form.locator("[data-item='inf_creatinine'] [data-converted]")
        number.fill("1,2")
        expect(converted).to_be_hidden()
        unit.select_option("mg/dL")
        expect(converted).to_have_text("soit 106\u00a0µmol/L")
        unit.select_option("mg/L")
        number.fill("0,9")
        doubt = form.locator("[data-item='inf_creatinine'] [data-told]")
        expect(doubt).to_have_text(re.compile(r"valeur inhabituelle.*0,9\smg/dL"))
