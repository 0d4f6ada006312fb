"""What all tests share: a PostgreSQL of their own, and a browser whose complaints fail the test."""

import gc
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connections
from django.test import override_settings
from playwright.sync_api import BrowserContext, Page, expect

from telavis.environment import BASE_DIR, database_settings
from telavis.questionnaires.calculation import evaluator
from telavis.supervisor.postgres import Cluster
from telavis.values import keys
from tests import prepared
from tests.complaints import PATIENCE, listen
from tests.emptying import given_back, let_journals_be_emptied, remember
from tests.naming_failures import Herald
from tests.programs import CHROMIUM_FLAGS, NO_BROWSER, find_chromium

# A busy machine is no fault of the code: nothing here fails for having been slow. Nor for having been unlucky: the
# examples are the same in every run, and `make properties` looks for others.
hypothesis.settings.register_profile("telavis", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("chance", deadline=None, max_examples=5_000, print_blob=True)
hypothesis.settings.load_profile("telavis")

evaluator.START_SECONDS = evaluator.ANSWER_SECONDS = 120.0
expect.set_options(timeout=PATIENCE)

# So many objects made between two searches for garbage: a test makes few cycles, and collecting the tests hardly any.
gc.set_threshold(50_000, 20, 100)

ANSWERED_WITHIN = 5.0  # seconds
LONGEST_FILES = {"test_permissions.py", "test_hostile_text.py", "test_form_in_a_browser.py"}

# Playwright's driver keeps an event loop in the thread of the test; Django would take it for an asynchronous caller.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(trylast=True)  # after the reporter
def pytest_configure(config: pytest.Config) -> None:
    """In the first process of a run: what the others share begins to be made, and failures are named."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal:
        config.pluginmanager.register(Herald(terminal))
    if prepared.PLACE in os.environ:
        return
    prepared.open_place()
    config.add_cleanup(prepared.close_place)
    if getattr(config.option, "numprocesses", None):
        config.add_cleanup(prepared.begin().wait)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: several processes share the files, and none should begin a long one at the end."""
    items.sort(key=_rank)


@pytest.hookimpl(trylast=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    """In a run that grants second chances, what waits for a browser or a process may take one (decision 0040)."""
    if getattr(item.config.option, "max_suite_reruns", None) and _waits_for_others(item):
        item.add_marker(pytest.mark.flaky(reruns=1))


def _waits_for_others(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None or _folder(item) == "operations"


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(BASE_DIR / "tests").parts[0]


def pytest_collection_finish() -> None:
    """What the modules have made stays to the end: nobody need look there for garbage again."""
    gc.freeze()


def _rank(item: pytest.Item) -> int:
    if _folder(item) in ("operations", "journeys") or item.path.name in LONGEST_FILES:
        return 0
    return 1 if item.get_closest_marker("browser") else 2


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Before the first test that needs it, start a throwaway PostgreSQL (or take the one of DATABASE_URL)."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    home = Path(tempfile.mkdtemp(prefix="telavis-", dir=prepared.quick_place()))
    home.chmod(0o711)  # as root, PostgreSQL runs as another user and has to pass
    prepared.copy_cluster(home / "data")
    cluster = Cluster(home / "data", log=home / "log", throwaway=True)
    try:
        cluster.start()
        ours = database_settings(cluster.url)
        connections["default"].settings_dict.update(ours)
        connections["default"].settings_dict["TEST"]["NAME"] = ours["NAME"]
        yield
    finally:
        connections.close_all()
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """What lies in a throwaway server was migrated before it was copied, and goes with the server."""
    return not os.environ.get("DATABASE_URL")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A test with real transactions leaves the rows that the migrations left."""
    with django_db_blocker.unblock():
        let_journals_be_emptied()
        migrated = remember()
    with given_back(migrated):
        yield


@pytest.fixture(autouse=True)
def keys_follow_the_clock() -> Iterator[None]:
    """A test that travels in time takes the keys of the process with it; they come back with it too."""
    yield
    keys.restart()


@pytest.fixture(scope="session", autouse=True)
def documents_in_a_temporary_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes into the data of this machine, nor what many tests share and is made before the first."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.getbasetemp() / "documents"):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, quiet."""
    browser = find_chromium()
    if browser is None:
        pytest.fail(NO_BROWSER, pytrace=False)
    return {"executable_path": browser, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A French doctor's desk."""
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": {"width": 1280, "height": 800},
    }


@pytest.fixture(autouse=True)
def a_browser_is_answered_to_its_end(request: pytest.FixtureRequest) -> Iterator[None]:
    """What its last page saves as it closes is written before the tables are emptied: the two would lock each other."""
    if not request.node.get_closest_marker("browser"):
        yield
        return
    # the tables are emptied after this, and the browser's own fixtures have gone before
    request.getfixturevalue("transactional_db")
    yield
    patience = time.monotonic() + ANSWERED_WITHIN
    while _is_serving() and time.monotonic() < patience:
        time.sleep(0.01)


def _is_serving() -> bool:
    """Whether a thread of the live server still holds a connection of a browser."""
    return any("process_request_thread" in thread.name for thread in threading.enumerate())


@pytest.fixture
def complaints(context: BrowserContext) -> Iterator[list[str]]:
    """What the browser complains of; empty it in a test that provokes complaints on purpose."""
    heard = listen(context)
    yield heard
    assert not heard, f"the browser complained: {heard}"


@pytest.fixture
def page(page: Page, complaints: list[str]) -> Page:
    """Every page of a browser test is listened to."""
    page.set_default_timeout(PATIENCE)
    return page
