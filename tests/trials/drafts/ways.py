"""The twenty ways in which somebody is interrupted, each with what they do to come back."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.test import Client
from playwright.sync_api import CDPSession, Error, Page, Route, expect

from telavis.accounts.models import OpenSession
from tests.trials.drafts.journey import PAUSE, RETRY, Journey

SLOW = 2_000
"""Bytes in a second."""
ASLEEP = 20 * 60 * 1000
"""Milliseconds: less than the end of the session, which is another way."""
OTHER = "écrit ailleurs"


@dataclass(frozen=True)
class Way:
    """`is_fatal`: the tab or the machine dies; then the last two seconds may be lost, and nothing that was acknowledged."""

    name: str
    happen: Callable[[Journey], None]
    is_fatal: bool = False
    sends_as_it_goes: bool = False
    """The page is told that it is left, and its last words are still on their way."""


# --- the line and the server ---


def _cut_before(journey: Journey) -> None:
    journey.context.set_offline(True)
    journey.page.clock.run_for(PAUSE)
    _let_go(journey)
    journey.state()
    journey.context.set_offline(False)


def _answered_once(answer: Callable[[Route], None]) -> Callable[[Journey], None]:
    """The next save meets this."""

    def happen(journey: Journey) -> None:
        _let_go(journey)
        journey.route_saves(answer)
        journey.page.clock.run_for(PAUSE)
        journey.state()

    return happen


def _lose_the_answer(route: Route) -> None:
    route.fetch()
    route.abort("connectionreset")


def _slow_line(journey: Journey) -> None:
    _let_go(journey)
    line = _devtools(journey.page)
    slow = {"offline": False, "latency": 300, "downloadThroughput": 10 * SLOW, "uploadThroughput": SLOW}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", slow)
    journey.page.clock.run_for(PAUSE)
    journey.state()
    line.send(
        "Network.emulateNetworkConditions",
        {**slow, "downloadThroughput": -1, "uploadThroughput": -1, "latency": 0},
    )


def _server_restarted(journey: Journey) -> None:
    server = journey.desk.server
    server.kill()
    _let_go(journey)
    journey.page.clock.run_for(PAUSE)
    journey.state()
    server.start()


def _server_killed_during_the_request(journey: Journey) -> None:
    server = journey.desk.server
    server.pause()
    if journey.release:
        _let_go(journey)
    else:
        with journey.page.expect_request(f"**{journey.saves}"):
            journey.page.clock.run_for(PAUSE + RETRY)
    server.kill()
    journey.state()
    server.start()


# --- the session ---


def _session_expired(journey: Journey) -> None:
    OpenSession.objects.all().delete()
    _let_go(journey)
    journey.page.clock.run_for(PAUSE)
    journey.state()
    journey.sign_in(journey.context)
    journey.page.clock.run_for(2 * RETRY)


def _session_ended_elsewhere(journey: Journey) -> None:
    """Signed out in another tab, and signed in again there."""
    client = Client()
    session = next(each for each in journey.context.cookies() if each["name"] == "sessionid")
    client.cookies["sessionid"] = session["value"]
    client.post("/deconnexion/")
    _let_go(journey)
    journey.page.clock.run_for(PAUSE)
    journey.state()
    journey.sign_in(journey.context)
    other = journey.context.new_page()
    other.goto(journey.desk.server.address)
    journey.page.bring_to_front()
    journey.page.clock.run_for(2 * RETRY)


# --- the tab and the machine ---


def _tab_closed(journey: Journey) -> None:
    with suppress(Error):
        journey.page.close(run_before_unload=True)
    with suppress(Error):
        journey.page.wait_for_event("close", timeout=2_000)


def _tab_crashed(journey: Journey) -> None:
    _reach_the_server(journey)
    journey.note_what_is_unsent()
    with suppress(Error):  # nobody is left to answer
        journey.page.goto("chrome://crash")
    journey.desk.server.start()


def _browser_killed(journey: Journey) -> None:
    """Its own browser, so that the others live on."""
    browser = journey.desk.browser
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    (pid,) = (each["id"] for each in found if each["type"] == "browser")
    _reach_the_server(journey)
    journey.note_what_is_unsent()
    os.kill(int(pid), signal.SIGKILL)
    journey.desk.server.start()


def _asleep(journey: Journey) -> None:
    """The lid is closed upon the last key, the line is gone, and twenty minutes later all is back."""
    devtools = _devtools(journey.page)
    devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
    journey.context.set_offline(True)
    devtools.send("Page.setWebLifecycleState", {"state": "active"})
    _let_go(journey)
    journey.page.clock.fast_forward(ASLEEP)
    journey.context.set_offline(False)


# --- the buttons of the browser ---


def _back(journey: Journey) -> None:
    journey.page.go_back()
    journey.page.goto(journey.address)


def _forward(journey: Journey) -> None:
    journey.page.go_back()
    journey.page.go_forward()


def _reload(journey: Journey) -> None:
    journey.page.reload()


# --- other pages ---


def _other_page(journey: Journey, page: Page, name: str, text: str) -> None:
    page.goto(journey.address)
    page.locator(f'[name="{name}"]').last.fill(text)
    journey.wait_until_saved(page)
    journey.beside[name] = text
    _let_go(journey)
    journey.page.bring_to_front()


def _other_tab_another_question(journey: Journey) -> None:
    _other_page(journey, journey.context.new_page(), _another(journey), OTHER)


def _other_tab_same_question(journey: Journey) -> None:
    _other_page(journey, journey.context.new_page(), _same(journey), OTHER)


def _other_device(journey: Journey) -> None:
    elsewhere = journey.desk.new_context()
    journey.sign_in(elsewhere)
    _other_page(journey, elsewhere.new_page(), _same(journey), OTHER)
    elsewhere.close()


def _another(journey: Journey) -> str:
    return "warning_signs" if journey.is_an_answer else "traitements_texte"


def _same(journey: Journey) -> str:
    """The same question where it is a text, else the same list or group."""
    if journey.is_an_answer:
        return "short_answer"
    if journey.fields.pattern.startswith("derm_traitements_lignes"):
        return "derm_traitements_lignes/0/derm_traitement_produit"
    return journey.fields.pattern if _is_text(journey) else "resume"


def _is_text(journey: Journey) -> bool:
    return journey.fields.pattern in ("question", "resume", "derm_hypothese", "antecedents/other")


# --- help ---


def _devtools(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


def _let_go(journey: Journey) -> None:
    """What was held on the way goes on."""
    if journey.release:
        journey.release()
        journey.release = None


def _reach_the_server(journey: Journey) -> None:
    """A save that is under way has left the machine; the server has not come to it yet."""
    if not journey.sent:
        return
    journey.desk.server.pause()
    _let_go(journey)
    journey.desk.server.wait_for_words()


def come_back(journey: Journey) -> None:
    """The page lives: it is given the time that its own tries take."""
    _let_go(journey)
    expect(journey.page.locator("#save-state")).to_be_attached()
    journey.wait_until_saved()


WAYS = [
    Way("line cut before the request", _cut_before),
    Way("line cut during the request", _answered_once(lambda route: route.abort("connectionreset"))),
    Way("answer lost after the server wrote", _answered_once(_lose_the_answer)),
    Way("500", _answered_once(lambda route: route.fulfill(status=500, body="faute"))),
    Way("503", _answered_once(lambda route: route.fulfill(status=503, body="plus tard"))),
    Way("slow line, 2 kB/s", _slow_line),
    Way("server killed and restarted", _server_restarted),
    Way("server killed during the request", _server_killed_during_the_request),
    Way("session expired", _session_expired),
    Way("session ended in another tab", _session_ended_elsewhere),
    Way("tab closed", _tab_closed, is_fatal=True, sends_as_it_goes=True),
    Way("tab crashed", _tab_crashed, is_fatal=True),
    Way("browser killed", _browser_killed, is_fatal=True),
    Way("back", _back, sends_as_it_goes=True),
    Way("back and forward", _forward, sends_as_it_goes=True),
    Way("reload", _reload, sends_as_it_goes=True),
    Way("another tab writes to another question", _other_tab_another_question),
    Way("another tab writes to the same question", _other_tab_same_question),
    Way("another device", _other_device),
    Way("computer asleep for twenty minutes", _asleep),
]
