"""The twenty points of the journey at which something interrupts.

Each begins with an answer that the page has acknowledged, if there is to be one, and goes on with one that it has not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.urls import reverse
from playwright.sync_api import Locator, Route

from telavis.directory.models import PractitionerRole
from telavis.questionnaires.actions import open_response
from telavis.questionnaires.models import RequestType
from telavis.service_requests.models import ServiceRequest
from tests.documents.files import jpeg
from tests.factories import RoleFactory, ServiceRequestFactory
from tests.trials.drafts.journey import PAUSE, Desk, Journey

FIRST, MORE = "premier mot", " puis la suite"
ROWS = "derm_traitements_lignes"
LONG = "Œdème à l’été ; " * 640
"""Ten thousand characters."""


@dataclass(frozen=True)
class Point:
    """`fields`: the names under which the answer comes back."""

    name: str
    fields: str
    first: Callable[[Journey], None]
    """What is typed and acknowledged; it leaves `first` in the journey."""
    second: Callable[[Journey], None]
    """What is typed then, and not yet acknowledged when the interruption comes."""
    before: Callable[[Journey], None] = field(default=lambda journey: None)

    @property
    def is_an_answer(self) -> bool:
        return self.fields.startswith("answer")

    def begin(self, desk: Desk) -> Journey:
        journey = _answering(desk) if self.is_an_answer else _asking(desk, self.fields)
        journey.open()
        self.before(journey)
        self.first(journey)
        if journey.first:
            journey.wait_until_saved()
        self.second(journey)
        return journey


def _asking(desk: Desk, fields: str) -> Journey:
    who: PractitionerRole = RoleFactory()
    skin = RequestType.objects.get(code="dermatologie")
    draft = ServiceRequestFactory(
        requester=who, request_type=skin, response=open_response(skin.questionnaire)
    )
    address = reverse("compose:form", args=[draft.pk])
    return Journey(
        desk, draft, who, address, reverse("compose:autosave", args=[draft.pk]), re.compile(fields)
    )


def _answering(desk: Desk) -> Journey:
    request: ServiceRequest = ServiceRequestFactory(taken=True)
    address = reverse("thread:file", args=[request.reference])
    saves = reverse("thread:draft", args=[request.reference])
    assert request.taken_by
    return Journey(desk, request, request.taken_by, address, saves, re.compile(".*"))


# --- what is typed ---


def _at_the_end(place: Locator, words: str) -> None:
    place.focus()
    place.press("Control+End")
    place.press_sequentially(words)


def text(name: str, first: str = FIRST, more: str = MORE) -> dict[str, Any]:
    """A text that is begun, and goes on."""

    def begin(journey: Journey) -> None:
        journey.first = journey.second = first
        if first:
            _at_the_end(journey.named(name), first)

    def go_on(journey: Journey) -> None:
        _at_the_end(journey.named(name), more)
        journey.second = f"{journey.second}{more}"

    return {"first": begin, "second": go_on}


def ticks(name: str, first: str, second: str) -> dict[str, Any]:
    """Chips; the answer is the code."""

    def tick(journey: Journey, code: str) -> None:
        journey.page.locator(f'label.chip:has([name="{name}"][value="{code}"])').click()

    def begin(journey: Journey) -> None:
        tick(journey, first)
        journey.first = journey.second = first

    def go_on(journey: Journey) -> None:
        tick(journey, second)
        journey.first, journey.second = _unless_replaced(journey, first), second

    return {"first": begin, "second": go_on}


def _unless_replaced(journey: Journey, first: str) -> str:
    """Of one choice, the former answer is gone by the hand of the doctor."""
    is_single = journey.page.locator(f'[type="radio"][value="{first}"]').count() > 0
    return "" if is_single else first


def _in_the_middle(journey: Journey) -> None:
    place = journey.named("resume")
    place.focus()
    place.press("Control+Home")
    place.press_sequentially("Avant le ")
    journey.second = f"Avant le {FIRST}"


def _pasted(journey: Journey) -> None:
    journey.named("resume").focus()
    journey.page.keyboard.press("Control+End")
    journey.page.keyboard.insert_text(LONG)
    journey.second = f"{FIRST}{LONG}"


def _category(code: str) -> Callable[[Journey], None]:
    return lambda journey: journey.page.locator(
        f'label.chip:has([name="derm_categorie"][value="{code}"])'
    ).click()


def _open_the_reason(journey: Journey) -> None:
    journey.page.locator("#q-derm_nombre .unavailable summary").click()


def _add_a_row(journey: Journey) -> None:
    journey.named(f"{ROWS}/0/derm_traitement_produit").fill("dermocorticoïde")
    journey.page.locator(f"#q-{ROWS} [data-add-row]").click()


def _remove_a_row(journey: Journey) -> None:
    _add_a_row(journey)
    journey.named(f"{ROWS}/1/derm_traitement_produit").fill("émollient")
    journey.page.locator(f"#q-{ROWS} [data-remove-row]").first.click()
    journey.named(f"{ROWS}/1/derm_traitement_produit").fill("")


def _begin_an_upload(journey: Journey) -> None:
    held: list[Route] = []
    journey.page.route("**/ajouter/", lambda route: held.append(route))
    photo = {"name": "dos.jpg", "mimeType": "image/jpeg", "buffer": jpeg(Random(1))}
    journey.page.get_by_label("Fichiers à ajouter").set_input_files([photo])
    _release_later(journey, held)


def _release_later(journey: Journey, held: list[Route]) -> None:
    def release() -> None:
        for route in held:
            route.continue_()
        held.clear()

    journey.release = release


def _during_a_save(journey: Journey) -> None:
    held: list[Route] = []
    journey.route_saves(lambda route: held.append(route))
    go_on = text("resume")["second"]
    go_on(journey)
    with journey.page.expect_request(f"**{journey.saves}"):
        journey.page.clock.run_for(PAUSE)
    journey.sent = journey.second
    go_on(journey)
    _release_later(journey, held)


def _after_a_failed_save(journey: Journey) -> None:
    journey.route_saves(lambda route: route.fulfill(status=500, body="faute"))
    go_on = text("resume")["second"]
    go_on(journey)
    journey.page.clock.run_for(PAUSE)
    journey.state()
    go_on(journey)


def _back_from_the_last_look(journey: Journey) -> None:
    journey.named("resume").fill(FIRST)
    journey.page.get_by_role("button", name="Relire et envoyer").click()
    journey.page.wait_for_url("**/relecture/")
    journey.page.goto(journey.address)
    journey.first = journey.second = FIRST


POINTS = [
    Point("in a blank form", "question", **text("question", first="")),
    Point("at the end of a long text", "resume", **text("resume")),
    Point("in the middle of a text", "resume", first=text("resume")["first"], second=_in_the_middle),
    Point(
        "after ten thousand characters were pasted", "resume", first=text("resume")["first"], second=_pasted
    ),
    Point("in a short text", "derm_hypothese", **text("derm_hypothese")),
    Point("in a number", "derm_taille_mm", **text("derm_taille_mm", "12", ",5"), before=_category("tumeur")),
    Point("in a date", "derm_debut_date", **text("derm_debut_date", "02/03/202", "6")),
    Point("in a choice", "derm_nombre", **ticks("derm_nombre", "unique", "plus_de_5")),
    Point("in several choices", "derm_symptomes", **ticks("derm_symptomes", "prurit", "douleur")),
    Point("in «autre»", "antecedents/other", **text("antecedents/other")),
    Point(
        "in «non disponible»",
        "derm_nombre/unavailable",
        **text("derm_nombre/unavailable"),
        before=_open_the_reason,
    ),
    Point(
        "in a row of a list",
        rf"{ROWS}/\d+/derm_traitement_produit",
        **text(f"{ROWS}/0/derm_traitement_produit"),
    ),
    Point(
        "in a row that was added",
        rf"{ROWS}/\d+/derm_traitement_produit",
        **text(f"{ROWS}/1/derm_traitement_produit"),
        before=_add_a_row,
    ),
    Point(
        "after a row was removed",
        rf"{ROWS}/\d+/derm_traitement_produit",
        **text(f"{ROWS}/1/derm_traitement_produit"),
        before=_remove_a_row,
    ),
    Point(
        "in a question that has just appeared",
        "derm_categorie_precision",
        **text("derm_categorie_precision"),
        before=_category("autre"),
    ),
    Point("with an upload under way", "resume", **text("resume"), before=_begin_an_upload),
    Point("during a save", "resume", first=text("resume")["first"], second=_during_a_save),
    Point("after a save that failed", "resume", first=text("resume")["first"], second=_after_a_failed_save),
    Point(
        "back from the last look", "resume", first=_back_from_the_last_look, second=text("resume")["second"]
    ),
    Point("in the expert’s answer", "answer", **text("short_answer")),
]
