"""Drawing over a picture in a browser, and what the server makes of what a page sends."""

import json
import random
import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from telavis.service_requests.models import Annotation, ServiceRequest
from tests.documents import files
from tests.documents.makers import make_ready, make_shown
from tests.factories import ServiceRequestFactory, actor, requester_of
from tests.web.folder.conftest import signed_in
from tests.web.looks import is_sound

ARROW = {"kind": "arrow", "x1": 1, "y1": 2, "x2": 3, "y2": 4}


@pytest.mark.django_db
class TestSent:
    @pytest.fixture
    def taken(self) -> ServiceRequest:
        request: ServiceRequest = ServiceRequestFactory(taken=True)
        return request

    def send(self, service_request: ServiceRequest, body: Any) -> Any:
        address = reverse("folder:annotate", args=[make_shown(service_request.folder).pk])
        text = body if isinstance(body, str) else json.dumps(body)
        return signed_in(actor(service_request.taken_by)).post(address, text, content_type="application/json")

    def test_marks_are_kept(self, taken):
        assert self.send(taken, {"marks": [ARROW], "scale": 0.1}).status_code == 200
        assert Annotation.objects.get().marks == [ARROW]

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "[",
            [],
            {},
            {"marks": "no"},
            {"marks": [], "scale": -1},
            '{"marks": [{"kind": "arrow", "x1": NaN, "y1": 1, "x2": 1, "y2": 1}]}',
            "[" * 5000,
            {"marks": [ARROW], "more": "x" * 20_000},
        ],
    )
    def test_what_no_page_sends_is_refused_in_a_sentence(self, taken, body):
        answer = self.send(taken, body)
        assert (answer.status_code, answer.json()["sentence"][:17]) == (422, "Ces annotations n")
        assert not Annotation.objects.exists()

    def test_once_answered_a_sentence_says_why_not(self):
        answer = self.send(ServiceRequestFactory(answered=True), {"marks": [ARROW]})
        assert (answer.status_code, "plus ouverte" in answer.json()["sentence"]) == (409, True)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_expert_draws_measures_and_saves_and_the_requester_sees_it(
    page: Page, browser: Any, live_server: Any
):
    taken = ServiceRequestFactory(taken=True)
    picture = make_ready(taken.folder, requester_of(taken), files.jpeg(random.Random(2)), "Dos.jpg")
    address = live_server.url + reverse("folder:view", args=[picture.pk])
    _open(page, address, actor(taken.taken_by), live_server)
    page.get_by_role("button", name="Cercle", exact=True).click()
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Mesurer").click()
    measure = page.get_by_role("button", name="Mesure", exact=False).and_(page.locator("[data-handle]")).last
    expect(measure).to_have_attribute("aria-label", re.compile(r"\d+.px"))
    page.get_by_label("Cette mesure vaut, en mm").fill("12,5")
    page.keyboard.press("Tab")
    expect(page.get_by_text("12,5\u202fmm")).to_be_visible()
    is_sound(page)
    page.get_by_role("button", name="Texte", exact=True).click()
    page.get_by_label("Texte", exact=True).fill("bord net")
    expect(page.get_by_text("Annotations pas encore enregistrées")).to_be_visible()
    page.get_by_role("button", name="Enregistrer les annotations").click()
    expect(page.get_by_text("Annotations enregistrées")).to_be_visible()
    kept = Annotation.objects.get()
    assert [each["kind"] for each in kept.marks] == ["circle", "measure", "text"]
    page.locator("[data-handle]").last.focus()
    page.keyboard.press("Delete")
    expect(page.get_by_text("bord net")).to_be_hidden()

    asking = browser.new_context()
    theirs = asking.new_page()
    _open(theirs, address, requester_of(taken), live_server)
    expect(theirs.get_by_text("bord net")).to_be_visible()
    expect(theirs.get_by_role("button", name="Flèche")).to_have_count(0)
    theirs.keyboard.press("a")
    expect(theirs.get_by_text("bord net")).to_be_hidden()
    asking.close()


def _open(page: Page, address: str, who: Any, live_server: Any) -> None:
    cookie = signed_in(who).cookies[django_settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(address)
