"""What the address of the list says, and the addresses that change one thing of it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from telavis.service_requests.models import Urgency
from telavis.service_requests.queries.counts import in_words
from telavis.service_requests.queries.inbox import Tab, Tray
from telavis.web.inbox.desk import DeskService

TAB_WORDS = {
    Tab.NEW: "Nouvelles",
    Tab.MINE: "À moi",
    Tab.ON_HOLD: "Complément",
    Tab.ANSWERED: "Répondues",
    Tab.ALL: "Toutes",
}


def read_tray(address: QueryDict, service_ids: Iterable[UUID]) -> Tray:
    """A tab, a service of this person, an urgency; what somebody typed by hand and does not exist is left out."""
    tab = address.get("onglet", "")
    urgency = address.get("urgence", "")
    services = {str(each): each for each in service_ids}
    return Tray(
        tab=Tab(tab) if tab in list(Tab) else Tab.NEW,
        service_id=services.get(address.get("service", "")),
        urgency=int(urgency) if urgency in {str(each.value) for each in Urgency} else None,
    )


def tray_url(tray: Tray, *, after: str = "") -> str:
    said = {
        "onglet": "" if tray.tab == Tab.NEW else tray.tab.value,
        "service": tray.service_id or "",
        "urgence": tray.urgency or "",
        "apres": after,
    }
    query = urlencode({name: value for name, value in said.items() if value})
    return reverse("inbox:index") + (f"?{query}" if query else "")


def tabs(tray: Tray, counts: dict[str, int], *, takes: bool) -> list[dict[str, Any]]:
    """For the piece `tabs`: counters of open requests only. Nothing ever bears the name of who takes none."""
    return [
        {
            "text": words,
            "href": tray_url(replace(tray, tab=tab)),
            "current": tab == tray.tab,
            "count": in_words(counts[tab]) if counts.get(tab) else "",
        }
        for tab, words in TAB_WORDS.items()
        if takes or tab != Tab.MINE
    ]


def service_choices(tray: Tray, services: Iterable[DeskService]) -> list[dict[str, Any]]:
    """For the menu «Service»; the first choice is all of them."""
    named: dict[UUID | None, str] = {each.id: f"{each.name}, {each.hospital}" for each in services}
    words: dict[UUID | None, str] = {None: "Tous les services", **named}
    return [
        {
            "text": text,
            "href": tray_url(replace(tray, service_id=key)),
            "current": key == tray.service_id,
        }
        for key, text in words.items()
    ]


def urgency_choices(tray: Tray) -> list[dict[str, Any]]:
    """For the menu «Délai»; the first choice is all of them."""
    words: dict[int | None, str] = {None: "Tous les délais", **{each.value: each.label for each in Urgency}}
    return [
        {
            "text": text,
            "href": tray_url(replace(tray, urgency=rank)),
            "current": rank == tray.urgency,
        }
        for rank, text in words.items()
    ]
