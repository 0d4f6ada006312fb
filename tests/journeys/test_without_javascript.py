"""The same journey in browsers that run no script: forms and links carry it alone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import desks
from tests.journeys.desk import Desk
from tests.journeys.story import People, tell

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.web.demo.urls")]


@pytest.fixture
def open_desk(
    demonstration: None, live_server: Any, browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[Callable[[str], Desk]]:
    yield from desks(live_server.url, browser, {**browser_context_args, "java_script_enabled": False})


def test_from_the_first_word_to_the_closed_file(open_desk: Callable[[str], Desk], files: tuple[Path, Path]):
    people = People(open_desk("requerant"), open_desk("expert"), open_desk("consoeur"))
    tell(people, files)
