"""Never a lost word: a doctor types, something happens, and what was typed is there, on another computer too.

Twenty points of the journey by twenty ways of being interrupted, in a real browser against a server that can be killed.
While the tab lives nothing is lost; when it dies, nothing that «Enregistré» had acknowledged, and at most what was
typed in the last two seconds. Only the timers of the page are moved on, so that nobody waits for them.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Error

from telavis.questionnaires.actions import load_shipped
from tests.trials.drafts.journey import Desk, Journey, lost
from tests.trials.drafts.mortal_server import MortalServer
from tests.trials.drafts.points import POINTS, Point
from tests.trials.drafts.ways import WAYS, Way, come_back
from tests.trials.plugin import Trial

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = 20.0
"""Seconds for what a page has sent as it was left to be written; a busy machine is no fault of the code."""
LATEST = 2.0
"""Seconds, by the clock of the page: an older key has been sent."""
GOES_ON = (
    "in a short text",
    "at the end of a long text",
    "in a row of a list",
    "in a question that has just appeared",
    "in the expert’s answer",
)
"""Where one types on after each interruption."""
MET_ONCE = ("in the middle of a text", "in several choices", "during a save", "after a save that failed")


@pytest.fixture
def server(transactional_db: None) -> Iterator[MortalServer]:
    load_shipped()
    with MortalServer() as running:
        yield running


@dataclass(frozen=True)
class Outcome:
    """Characters that are nowhere, and how old, by the clock of the page, was the oldest key that it had not sent."""

    acknowledged: int
    sent: int
    typed: int
    of_others: int
    unsent_for: float = 0

    def is_bearable(self, way: Way) -> bool:
        if self.acknowledged or self.sent or self.of_others:
            return False
        return not self.typed or (way.is_fatal and self.unsent_for <= LATEST)


def test_whatever_happens_no_word_is_lost(
    trial: Trial,
    server: MortalServer,
    browser: Browser,
    launch_browser: Callable[[], Browser],
    browser_context_args: dict[str, Any],
):
    shared = Desk(browser, browser_context_args, server)
    for point, ways in _journeys(trial):
        names = [f"{point.name}, {way.name}" for way in ways]
        if all(name in trial.kept for name in names):
            continue
        is_to_be_killed = any(way.name == "browser killed" for way in ways)
        desk = Desk(launch_browser(), browser_context_args, server) if is_to_be_killed else shared
        for name, way, outcome in zip(names, ways, _outcomes(point, ways, desk), strict=False):
            trial.keep(name, _said(outcome, way))
    faults = {name: said for name, said in trial.kept.items() if said.startswith("LOST")}
    unsaved = {name: said for name, said in trial.kept.items() if said.startswith("typed")}
    trial.note(trials=len(trial.kept), losses=_listed(faults), unsaved_when_the_tab_died=_listed(unsaved))
    assert not faults, "\n".join(f"{name}: {said}" for name, said in faults.items())


def _listed(found: dict[str, str]) -> str:
    return "; ".join(f"{name}: {said}" for name, said in found.items()) or "none"


def _said(outcome: Outcome | str, way: Way) -> str:
    if isinstance(outcome, str):
        return f"LOST or unknown: {outcome}"
    if not outcome.is_bearable(way):
        return f"LOST: {outcome}"
    if not outcome.typed:
        return "kept"
    return (
        f"typed and not yet saved: {outcome.typed} characters, the oldest key {outcome.unsent_for:.1f} s old"
    )


def _journeys(trial: Trial) -> list[tuple[Point, tuple[Way, ...]]]:
    """Every point by every way; or, in `make test`, every way once at the main points, some one after the other."""
    if trial.count <= len(WAYS):
        return _few(trial)
    shift = trial.random.sample(range(len(WAYS)), len(WAYS))
    pairs = [
        (point, (WAYS[(shift[place] + round_) % len(WAYS)],))
        for round_ in range(len(WAYS))
        for place, point in enumerate(POINTS)
    ]
    return pairs[: trial.count]


def _few(trial: Trial) -> list[tuple[Point, tuple[Way, ...]]]:
    """Nobody comes back from a fatal way: it ends its journey."""
    once = [point for point in POINTS if point.name in MET_ONCE]
    on_and_on = [point for point in POINTS if point.name in GOES_ON]
    fatal = [way for way in WAYS if way.is_fatal]
    living = trial.random.sample([way for way in WAYS if not way.is_fatal], len(WAYS) - len(fatal))
    alone = [(point, (living.pop(),)) for point in once]
    last = trial.random.sample([*fatal, *([None] * (len(on_and_on) - len(fatal)))], len(on_and_on))
    chains = [
        (point, (*living[place :: len(on_and_on)], *([last[place]] if last[place] else [])))
        for place, point in enumerate(on_and_on)
    ]
    return [*alone, *chains]


def _outcomes(point: Point, ways: tuple[Way, ...], desk: Desk) -> Iterator[Outcome | str]:
    """One for each way, until something is wrong with the trial itself; the other journeys go on."""
    try:
        journey = point.begin(desk)
        for place, way in enumerate(ways):
            if place:
                _see_again(journey)
                journey.first = journey.second
                point.second(journey)
            yield _tried(journey, way)
    except (Error, AssertionError) as fault:
        yield str(fault).splitlines()[0]
    finally:
        desk.clear()


def _tried(journey: Journey, way: Way) -> Outcome:
    way.happen(journey)
    if way.is_fatal:
        return _written_soon(journey) if way.sends_as_it_goes else _once_sent_is_written(journey)
    come_back(journey)
    if way.sends_as_it_goes:
        return _written_soon(journey)
    return _outcome(journey, [*journey.kept(), *_in_sight_unsaved(journey)])


def _see_again(journey: Journey) -> None:
    """The page was drawn before its own last words had been written: whoever looks again sees them, then types on."""
    if lost(journey.second, journey.in_sight()):
        journey.page.reload()


def _in_sight_unsaved(journey: Journey) -> list[str]:
    """What the page says that it could not save stands on it, and whoever wrote it sees both."""
    return [] if journey.state() == "saved" else journey.in_sight()


def _written_soon(journey: Journey) -> Outcome:
    return _patiently(journey, lambda outcome: not outcome.typed)


def _once_sent_is_written(journey: Journey) -> Outcome:
    """What had left the page before it died arrives without it."""
    return _patiently(journey, lambda outcome: not outcome.sent)


def _patiently(journey: Journey, is_enough: Callable[[Outcome], bool]) -> Outcome:
    patience = time.monotonic() + SOON
    while not is_enough(outcome := _outcome(journey, journey.kept())) and time.monotonic() < patience:
        time.sleep(0.1)
    return outcome


def _outcome(journey: Journey, kept: list[str]) -> Outcome:
    others = [*journey.everything(), *journey.on_other_pages()] if journey.beside else []
    return Outcome(
        acknowledged=lost(journey.first, kept),
        sent=lost(journey.sent, kept),
        typed=lost(journey.second, kept),
        of_others=sum(lost(text, [*kept, *others]) for text in journey.beside.values()),
        unsent_for=journey.unsent_for,
    )
