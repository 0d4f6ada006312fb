"""The list under the hand: it refreshes itself without moving, and axe reads it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from telavis.service_requests.models import Urgency
from tests.factories import ServiceRequestFactory, coordinator_of
from tests.web.looks import PHONE, WIDE, is_sound

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def inbox(live_server: Any, page: Page, sign_in: Any) -> Any:
    """One request in the list of a coordinator, its polling made quick."""
    sent = ServiceRequestFactory(sent=True, missing_count=1, document_count=3)
    sign_in(coordinator_of(sent.healthcare_service))

    def quicker(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("every 30s", "every 1s"))

    page.route("**/reception/*", quicker)
    page.route("**/reception/", quicker)
    page.goto(f"{live_server.url}/reception/")
    return sent


def test_a_new_request_appears_and_the_focus_stays(page: Page, inbox: Any) -> None:
    take = page.get_by_role("button", name=f"Prendre {inbox.reference}")
    take.focus()
    arrived = ServiceRequestFactory(
        sent=True, healthcare_service=inbox.healthcare_service, urgency=Urgency.WITHIN_24_HOURS
    )
    expect(page.get_by_role("button", name=f"Prendre {arrived.reference}")).to_be_visible()
    expect(page.get_by_role("button", name=f"Prendre {inbox.reference}")).to_be_focused()
    expect(page).to_have_title("(2) Réception · Télavis")


def test_nothing_moves_while_a_menu_is_open(page: Page, inbox: Any) -> None:
    page.locator("summary", has_text="Tous les délais").click()
    arrived = ServiceRequestFactory(sent=True, healthcare_service=inbox.healthcare_service)
    page.wait_for_timeout(2500)
    expect(page.get_by_role("link", name="pas urgent")).to_be_visible()
    expect(page.get_by_role("button", name=f"Prendre {arrived.reference}")).to_have_count(0)


def test_taking_opens_the_file(page: Page, inbox: Any) -> None:
    page.get_by_role("button", name=f"Prendre {inbox.reference}").click()
    expect(page.get_by_role("heading", name="Votre réponse")).to_be_visible()


def test_axe_finds_no_violation(live_server: Any, page: Page, sign_in: Any) -> None:
    sent = ServiceRequestFactory(sent=True, missing_count=1, document_count=3)
    coordinator, referent = (
        coordinator_of(sent.healthcare_service),
        sent.healthcare_service.organization.referent,
    )
    pages = {
        coordinator: ["/reception/", "/reception/?onglet=a-moi", f"/reception/{sent.reference}/attribuer/"],
        referent: ["/reception/referent/"],
    }
    for role, addresses in pages.items():
        sign_in(role)
        for address in addresses:
            page.goto(f"{live_server.url}{address}")
            is_sound(page, WIDE, PHONE)
