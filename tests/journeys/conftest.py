"""The demonstration's people and services, without its six hundred requests; a browser for each person."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from telavis.demo.establishments import make_places, make_services
from telavis.demo.load import SEED
from telavis.demo.people import make_people
from telavis.questionnaires.actions import load_shipped
from tests.complaints import PATIENCE, listen
from tests.documents.files import jpeg, pdf
from tests.journeys.desk import Desk


@pytest.fixture
def demonstration(transactional_db: None, settings: Any) -> None:
    """Everybody has their account and their place; nobody has asked anything yet."""
    settings.DEMO = settings.DEMO_PAGES = True
    load_shipped()
    places = make_places()
    make_people(random.Random(SEED), places, make_services(places))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A photograph and a letter, whose names must not leave by mail."""
    photo, letter = tmp_path / "dos vu de loin.jpg", tmp_path / "courrier Marmotte.pdf"
    photo.write_bytes(jpeg(random.Random(SEED)))
    letter.write_bytes(pdf(random.Random(SEED)))
    return photo, letter


@pytest.fixture
def open_desk(
    demonstration: None, live_server: Any, browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[Callable[[str], Desk]]:
    """A browser of one's own for each person; none of them may complain."""
    yield from desks(live_server.url, browser, browser_context_args)


def desks(site: str, browser: Browser, options: dict[str, Any]) -> Iterator[Callable[[str], Desk]]:
    """Opens browsers, listens to them, closes them."""
    contexts: list[BrowserContext] = []
    heard: list[list[str]] = []

    def open_one(username: str) -> Desk:
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        heard.append(listen(context))
        has_scripts = options.get("java_script_enabled", True)
        return Desk(context.new_page(), site, username, has_scripts=has_scripts)

    yield open_one
    for context in contexts:
        context.close()
    assert not any(heard), f"a browser complained: {heard}"
