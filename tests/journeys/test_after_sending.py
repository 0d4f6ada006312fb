"""What impatient hands do with «Envoyer à l’expert» makes one request, sent once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from telavis.service_requests.models import ServiceRequest, Transition
from telavis.service_requests.workflow import State, Verb
from tests.factories import RoleFactory
from tests.web.compose.fill import COMMON, COMMON_ALONE, draft_of, typed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEND = "Envoyer à l’expert"


@pytest.fixture
def review(page: Page, client: Client, live_server: Any) -> Page:
    """The last look at a complete request, reached through its form."""
    draft = draft_of(COMMON_ALONE, RoleFactory())
    client.force_login(draft.requester.practitioner.user)
    form = reverse("compose:form", args=[draft.pk])
    client.post(form, typed(client.get(form), **COMMON, go="save"))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + form)
    page.get_by_role("button", name="Relire et envoyer").click()
    expect(page.get_by_role("button", name=SEND)).to_be_visible()
    return page


def press(page: Page, **how: Any) -> None:
    page.get_by_role("button", name=SEND).click(**how)


def is_sent_once(page: Page) -> None:
    expect(page.get_by_role("heading", name="Votre demande est envoyée")).to_be_visible()
    service_request = ServiceRequest.objects.get()
    assert service_request.state == State.SENT
    sent = Transition.objects.filter(service_request_id=service_request.pk, verb=Verb.SEND)
    assert sent.count() == 1
    expect(page.get_by_role("main")).to_contain_text(service_request.reference)


def test_a_double_click_sends_once(review: Page):
    press(review, click_count=2)
    is_sent_once(review)


def test_three_tabs_send_once(review: Page):
    others = [review.context.new_page() for _ in range(2)]
    for tab in others:
        tab.goto(review.url)
        expect(tab.get_by_role("button", name=SEND)).to_be_visible()
    for tab in (review, *others):
        press(tab)
        is_sent_once(tab)


def test_back_and_send_again_three_times_sends_once(review: Page):
    press(review)
    is_sent_once(review)
    for _ in range(3):
        review.go_back()
        again = review.get_by_role("button", name=SEND)
        if again.count():
            again.click()
            is_sent_once(review)
    assert Transition.objects.filter(verb=Verb.SEND).count() == 1
    assert ServiceRequest.objects.get().state == State.SENT
