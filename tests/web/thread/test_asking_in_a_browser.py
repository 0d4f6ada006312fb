"""A complement, the reply to it and the figures of a month, read by axe as they come and once refused."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from telavis.service_requests.models import ServiceRequest
from telavis.statistics.models import ComplementReport
from tests.factories import coordinator_of
from tests.service_requests.test_complements import asked_for, taken  # noqa: F401 (a fixture)
from tests.web.looks import is_sound
from tests.web.thread.test_complement import address

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()


def expect_refused(page: Page, sentence: str) -> None:
    """The summary has the focus, and its link leads to the field."""
    summary = page.get_by_role("alert").filter(has_text="À corriger avant de continuer")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text(sentence)


def test_a_complement_is_asked_by_a_sound_page(
    live_server: Any,
    page: Page,
    sign_in: Any,
    taken: ServiceRequest,  # noqa: F811
):
    sign_in(taken.taken_by)
    page.goto(live_server.url + address(taken, "complement/"))
    is_sound(page)
    press(page, "Demander ce complément")
    expect_refused(page, "Écrivez ce dont vous avez besoin pour répondre.")
    is_sound(page)


def test_it_is_replied_to_by_a_sound_page(live_server: Any, page: Page, sign_in: Any, taken: ServiceRequest):  # noqa: F811
    held = asked_for(taken, "poids", "sang", "photo")
    sign_in(held.requester)
    page.goto(live_server.url + address(held, "completer/"))
    is_sound(page)
    page.get_by_role("textbox", name="Poids", exact=True).fill("lourd")
    press(page, "Envoyer le complément")
    expect_refused(page, "«\u202fPoids\u202f» attend un nombre entier")
    is_sound(page)


def test_the_figures_of_a_month_are_a_sound_page(
    live_server: Any,
    page: Page,
    sign_in: Any,
    taken: ServiceRequest,  # noqa: F811
):
    items = [{"label": "Créatinine", "asked": 5, "given": 3}]
    form = {"title": "Néphrologie", "version": "1.2.0", "received": 40, "completed": 4, "items": items}
    service = taken.healthcare_service
    ComplementReport.objects.create(healthcare_service=service, month=date(2026, 10, 1), forms=[form])
    sign_in(coordinator_of(service))
    page.goto(f"{live_server.url}/activite/complements/")
    is_sound(page)
