"""One trial: a doctor's browser at one page, what was typed there, and what is kept of it."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Locator, Page, Route, expect

from telavis.directory.models import PractitionerRole
from telavis.service_requests.models import ServiceRequest
from tests.complaints import PATIENCE
from tests.trials.drafts.mortal_server import MortalServer
from tests.web.compose.fill import fields_of

PAUSE, RETRY = 2_100, 5_100
"""Milliseconds: a little more than the page waits after the last key, and after a save that failed."""
TRIES = 8


KEYS = """
  addEventListener("input", () => (window.oldestUnsent ??= Date.now()), true);
  const { fetch } = window;
  window.fetch = (address, request) => {
    if (request?.method === "POST" && /enregistrer|brouillon/.test(address)) window.oldestUnsent = null;
    return fetch(address, request);
  };
"""
"""What the page itself knows: since when, by its own clock, a key waits to be sent."""


class Desk:
    """One browser and one server, which all trials share; each trial has its own pages, person and session."""

    def __init__(self, browser: Browser, options: dict[str, Any], server: MortalServer) -> None:
        self.browser, self.options, self.server = browser, options, server
        self.context = self.new_context()

    def new_context(self) -> BrowserContext:
        context = self.browser.new_context(**self.options)
        context.set_default_timeout(PATIENCE)
        context.clock.install()
        context.add_init_script(KEYS)
        context.on("dialog", _leave)
        return context

    def clear(self) -> None:
        """For the next trial, whatever has become of this one."""
        with suppress(Error):
            self.context.set_offline(False)
            for page in self.context.pages:
                page.close()
            self.context.clear_cookies()
        self.server.start()


@dataclass
class Journey:
    """`first` was acknowledged as saved before the interruption; `second` is all that stood there when it came."""

    desk: Desk
    request: ServiceRequest
    who: PractitionerRole
    path: str
    saves: str
    fields: re.Pattern[str]
    place: Callable[["Journey"], Locator] | None = None
    first: str = ""
    second: str = ""
    beside: dict[str, str] = field(default_factory=dict)
    """What another page has written meanwhile, which must be there as well."""
    sent: str = ""
    """What had left the page before the interruption."""
    unsent_for: float = 0
    """Seconds, by the clock of the page, that its oldest unsent key had waited when it died."""
    release: Callable[[], None] | None = None
    """Lets go what was held on the way."""

    # --- the browser ---

    def open(self) -> None:
        self.context = self.desk.context
        self.sign_in(self.context)
        self.page = self.context.new_page()
        self.page.goto(f"{self.desk.server.address}/sante/vif")
        self.page.goto(self.address)

    def sign_in(self, context: BrowserContext) -> None:
        client = Client()
        assert self.who.practitioner.user
        client.force_login(self.who.practitioner.user)
        session = client.cookies["sessionid"].value
        context.clear_cookies(name="csrftoken")
        context.add_cookies([{"name": "sessionid", "value": session, "url": self.desk.server.address}])

    @property
    def address(self) -> str:
        return f"{self.desk.server.address}{self.path}"

    @property
    def is_an_answer(self) -> bool:
        return "brouillon" in self.saves

    def named(self, name: str) -> Locator:
        return self.page.locator(f'[name="{name}"]').last

    # --- what is saved ---

    def state(self, page: Page | None = None) -> str:
        shown = (page or self.page).locator("#save-state")
        expect(shown).not_to_have_attribute("data-state", "saving")
        return shown.get_attribute("data-state") or ""

    def wait_until_saved(self, page: Page | None = None) -> None:
        """The page's own tries, without waiting for the clock."""
        page = page or self.page
        page.clock.run_for(PAUSE)
        for _ in range(TRIES):
            if self.state(page) == "saved":
                return
            page.clock.run_for(RETRY)

    def route_saves(self, handler: Callable[[Route], None], times: int = 1) -> None:
        self.page.route(f"**{self.saves}", handler, times=times)

    def kept(self) -> list[str]:
        """What another computer would show: every text at the place of this trial, beside others or not."""
        answers, waiting = self._shown_elsewhere()
        return [*(text for name, text in answers if self.fields.fullmatch(name)), *waiting]

    def everything(self) -> list[str]:
        """What another computer would show, wherever it stands."""
        answers, waiting = self._shown_elsewhere()
        return [*(text for _, text in answers), *waiting]

    def _shown_elsewhere(self) -> tuple[list[tuple[str, str]], list[str]]:
        client = Client()
        assert self.who.practitioner.user
        client.force_login(self.who.practitioner.user)
        page = client.get(self.path)
        fields = fields_of(page, 'class="answer-form' if self.is_an_answer else 'id="questionnaire"')
        waiting = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page.content.decode(), flags=re.S)
        return [(name, text) for name, given in fields.items() for text in given], waiting

    def on_other_pages(self) -> list[str]:
        """What another tab could not save, and says so: it stands there."""
        pages = [page for page in self.context.pages if page != self.page]
        return [text for page in pages if self.state(page) != "saved" for text in self.in_sight(page)]

    def note_what_is_unsent(self) -> None:
        """Asked of the page at the last moment: a busy machine may let more pass than a doctor would."""
        self.unsent_for = self.page.evaluate("window.oldestUnsent ? (Date.now() - oldestUnsent) / 1000 : 0")

    def in_sight(self, page: Page | None = None) -> list[str]:
        """What stands on the page itself, as long as it lives."""
        script = "fields => fields.filter(f => f.type != 'checkbox' && f.type != 'radio' || f.checked).map(f => f.value)"
        with suppress(Error):
            return list(
                (page or self.page).locator("#questionnaire [name], .answer-form [name]").evaluate_all(script)
            )
        return []


def lost(wanted: str, kept: list[str]) -> int:
    """How many characters of a text are nowhere, counted from its longest beginning or end that is kept."""
    whole = [text.replace("\r\n", "\n") for text in kept]
    for length in range(len(wanted), 0, -1):
        if any(wanted[:length] in text or wanted[-length:] in text for text in whole):
            return len(wanted) - length
    return len(wanted)


def _leave(dialog: Dialog) -> None:
    dialog.accept()
