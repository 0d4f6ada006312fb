"""The memo's journey in a real browser, by its words: two persons and a colleague, each with their own browser."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.desk import Desk
from tests.journeys.story import People, tell

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.web.demo.urls")]

OpenDesk = Callable[[str], Desk]


def test_from_the_first_word_to_the_closed_file(open_desk: OpenDesk, files: tuple[Path, Path]):
    people = People(open_desk("requerant"), open_desk("expert"), open_desk("consoeur"))
    tell(people, files)


def test_two_clicks_lead_from_the_code_to_a_blank_request(open_desk: OpenDesk):
    desk = open_desk("requerant")
    desk.sign_in()
    before = desk.gestures
    desk.follow("Créer une téléexpertise")
    assert desk.page.get_by_label("Nom", exact=True).input_value() == ""
    assert desk.gestures - before <= 2
