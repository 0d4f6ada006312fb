"""The viewer under the hand: zoom around the pointer, turned, lightened, two side by side, by keys and by fingers."""

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from telavis.service_requests.models import ServiceRequest
from tests.documents import files
from tests.documents.makers import make_ready
from tests.factories import ServiceRequestFactory, expert_of, requester_of
from tests.web.folder.conftest import signed_in
from tests.web.looks import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
POINT = {"x": 160, "y": 90}


@pytest.fixture
def request_with_pictures() -> ServiceRequest:
    sent: ServiceRequest = ServiceRequestFactory(sent=True)
    for place, name in enumerate(("Situation.jpg", "Gros plan.jpg")):
        make_ready(sent.folder, requester_of(sent), files.jpeg(random.Random(place)), name)
    return sent


@pytest.fixture
def viewer(page: Page, live_server: Any, request_with_pictures: ServiceRequest) -> Iterator[Page]:
    """Opened by the expert at the first picture."""
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    cookie = signed_in(expert_of(request_with_pictures)).cookies[django_settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    first = request_with_pictures.folder.documents.first()
    page.goto(live_server.url + reverse("folder:view", args=[first.pk]))
    expect(frame(page)).not_to_have_attribute("aria-busy", "true")
    yield page
    assert faults == []
    page.goto("about:blank")


def frame(page: Page) -> Locator:
    return page.locator("[data-frame]:visible").first


def percent(page: Page) -> int:
    return int(re.sub(r"\D", "", page.get_by_label("Agrandissement").inner_text()))


def pixel_under(page: Page, point: dict[str, int]) -> list[float]:
    """The pixel of the picture that lies there, asked of the browser's own geometry."""
    return page.evaluate(
        """({x, y}) => {
          const box = document.querySelector("[data-frame]").getBoundingClientRect();
          const stage = document.querySelector("[data-stage]");
          const turned = new DOMMatrix(getComputedStyle(stage).transform);
          const origin = [box.left + box.width / 2, box.top + box.height / 2];
          const half = [stage.offsetWidth / 2, stage.offsetHeight / 2];
          const at = new DOMPoint(box.left + x - origin[0] - half[0], box.top + y - origin[1] - half[1]);
          const found = turned.inverse().transformPoint(at);
          return [found.x + half[0], found.y + half[1]].map(Math.round);
        }""",
        point,
    )


def test_the_wheel_zooms_around_the_pointer_and_no_further_than_eight_times(viewer: Page):
    box = frame(viewer).bounding_box()
    assert box
    whole = percent(viewer)
    # Twice as large first: at the edge the picture is held, and nothing stays under the pointer.
    viewer.keyboard.press("1")
    viewer.mouse.move(box["x"] + box["width"] / 2 + 20, box["y"] + box["height"] / 2 - 15)
    viewer.mouse.wheel(0, -900)
    expect(viewer.get_by_label("Agrandissement")).not_to_have_text(re.compile(r"^100\b"))
    middle = {"x": round(box["width"] / 2) + 20, "y": round(box["height"] / 2) - 15}
    before = pixel_under(viewer, middle)
    viewer.mouse.wheel(0, -300)
    after = pixel_under(viewer, middle)
    assert max(abs(one - other) for one, other in zip(before, after, strict=True)) <= 1
    viewer.mouse.wheel(0, -9000)
    expect(viewer.get_by_label("Agrandissement")).to_have_text("800\u202f%")
    viewer.keyboard.press("0")
    assert percent(viewer) == whole


def test_all_of_it_by_the_keyboard(viewer: Page):
    expect(frame(viewer)).to_be_focused()
    viewer.keyboard.press("1")
    assert percent(viewer) == 100
    viewer.keyboard.press("+")
    assert percent(viewer) == 125
    stage = viewer.locator("[data-stage]").first
    viewer.keyboard.press("r")
    assert "rotate(90deg)" in str(stage.get_attribute("style"))
    viewer.keyboard.press("R")
    viewer.keyboard.press("i")
    expect(viewer.get_by_role("button", name="Inverser les couleurs")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert "invert" in str(stage.locator("img").last.get_attribute("style"))
    viewer.keyboard.press("z")
    assert "invert" not in str(stage.locator("img").last.get_attribute("style"))
    viewer.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("heading", level=1)).to_have_text("Gros plan")
    expect(viewer).to_have_url(viewer.locator("[data-picture]").last.evaluate("link => link.href"))
    viewer.keyboard.press("ArrowRight")
    expect(viewer.get_by_text("Image 2 sur 2")).to_be_visible()


def test_light_is_changed_and_put_back(viewer: Page):
    viewer.get_by_label("Luminosité").fill("160")
    picture = viewer.locator("[data-stage] [data-whole]").first
    assert "brightness(160%)" in str(picture.get_attribute("style"))
    viewer.get_by_role("button", name="Tout remettre comme au début").click()
    assert "brightness" not in str(picture.get_attribute("style"))
    expect(viewer.get_by_label("Luminosité")).to_have_value("100")


def test_two_pictures_side_by_side_move_alone_or_together(viewer: Page):
    viewer.get_by_role("button", name="Côte à côte").click()
    left, right = viewer.locator("[data-stage]").all()
    expect(viewer.get_by_role("heading", level=1)).to_have_text("Gros plan")
    still = left.get_attribute("style")
    viewer.keyboard.press("r")
    assert left.get_attribute("style") == still
    assert "rotate(90deg)" in str(right.get_attribute("style"))
    viewer.get_by_role("button", name="Lier").click()
    viewer.get_by_role("button", name="Tourner à droite").click()
    assert "rotate(90deg)" in str(left.get_attribute("style"))
    assert "rotate(180deg)" in str(right.get_attribute("style"))
    is_sound(viewer)
    viewer.get_by_role("button", name="Côte à côte").click()
    expect(viewer.locator("[data-pane]").last).to_be_hidden()


def test_a_picture_that_does_not_come_says_so_and_is_asked_again(viewer: Page):
    second = viewer.locator("[data-picture]").last
    source = second.get_attribute("data-source")
    viewer.route(
        f"**{source}", lambda route: route.fulfill(status=200, body="?", content_type="text/plain"), times=1
    )
    second.click()
    expect(viewer.get_by_text("L’image n’est pas venue").first).to_be_visible()
    viewer.get_by_role("button", name="Réessayer").click()
    expect(viewer.get_by_text("L’image n’est pas venue").first).to_be_hidden()
    expect(frame(viewer)).not_to_have_attribute("aria-busy", "true")


def test_two_fingers_zoom_and_a_swipe_changes_the_picture(viewer: Page):
    swipe(viewer, by=-200)
    expect(viewer.get_by_role("heading", level=1)).to_have_text("Gros plan")
    whole = percent(viewer)
    pinch(viewer)
    assert percent(viewer) > whole
    swipe(viewer, by=200)
    expect(viewer.get_by_role("heading", level=1)).to_have_text("Gros plan")


TOUCH = """([kind, id, dx]) => {
  const frame = document.querySelector("[data-frame]");
  frame.setPointerCapture = () => {};
  const box = frame.getBoundingClientRect();
  const at = {clientX: box.left + box.width / 2 + dx, clientY: box.top + box.height / 2};
  frame.dispatchEvent(new PointerEvent(kind, {pointerId: id, pointerType: "touch", bubbles: true, ...at}));
}"""


def swipe(page: Page, *, by: int) -> None:
    for kind, where in (("pointerdown", 0), ("pointermove", by), ("pointerup", by)):
        page.evaluate(TOUCH, [kind, 11, where])


def pinch(page: Page) -> None:
    for kind, finger, where in (
        ("pointerdown", 21, -30),
        ("pointerdown", 22, 30),
        ("pointermove", 22, 120),
        ("pointerup", 22, 120),
        ("pointerup", 21, -30),
    ):
        page.evaluate(TOUCH, [kind, finger, where])


def test_without_scripts_the_picture_stands_there_and_the_others_are_links(
    browser: Any, live_server: Any, request_with_pictures: ServiceRequest
):
    context = browser.new_context(java_script_enabled=False)
    cookie = signed_in(expert_of(request_with_pictures)).cookies[django_settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    first = request_with_pictures.folder.documents.first()
    page.goto(live_server.url + reverse("folder:view", args=[first.pk]))
    expect(page.get_by_alt_text("Situation").first).to_be_visible()
    expect(page.get_by_role("toolbar")).to_be_hidden()
    page.locator("[data-picture]").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gros plan")
    context.close()
