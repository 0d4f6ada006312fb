"""The memo's journey once more, in Firefox ESR: the browser of many hospitals."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.journeys.conftest import desks
from tests.journeys.desk import Desk
from tests.journeys.story import People, tell
from tests.programs import NO_FIREFOX, find_firefox
from tests.trials.plugin import Trial

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.web.demo.urls")]


@pytest.fixture
def open_desk(
    demonstration: None, live_server: Any, playwright: Playwright, browser_context_args: dict[str, Any]
) -> Iterator[Callable[[str], Desk]]:
    program = find_firefox()
    if program is None:
        pytest.fail(NO_FIREFOX, pytrace=False)
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=program)
    yield from desks(live_server.url, browser, browser_context_args)
    browser.close()


def test_the_memo_journey_in_firefox(
    open_desk: Callable[[str], Desk], files: tuple[Path, Path], trial: Trial
):
    started = time.monotonic()
    people = People(open_desk("requerant"), open_desk("expert"), open_desk("consoeur"))
    trial.note(browser=people.requester.page.context.browser.version)
    tell(people, files)
    trial.note(seconds=round(time.monotonic() - started), gestures=people.requester.gestures)
