"""What the pieces show on their page: fictitious, and enough to see each of them."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.templatetags.static import static
from django.utils import timezone

from telavis.documents.refusals import Refusal, sentence
from telavis.web.pieces.documents import Tile

STATES = (
    *("draft", "sent", "taken", "on_hold", "answered"),
    *("closed", "declined", "cancelled", "entered_in_error", "discarded"),
)
STEPS = [
    {"word": "Patient", "state": "done", "href": "#"},
    {"word": "Consentement", "state": "done", "href": "#"},
    {"word": "Type", "state": "done", "href": "#"},
    {"word": "Destinataire", "state": "current"},
    {"word": "Demande", "state": "later"},
]
TABS = [
    {"text": "Nouvelles", "href": "#", "current": True, "count": 12},
    {"text": "À moi", "href": "#", "count": 3},
    {"text": "Complément", "href": "#", "count": 4},
    {"text": "Toutes", "href": "#"},
]
FACTS = [
    {"label": "Depuis quand", "value": "6 semaines"},
    {"label": "Localisation", "value": "omoplate gauche"},
    {"label": "Évolution", "value": "a grandi, couleur inhomogène"},
    {"label": "Photographie de situation", "missing": "patient rentré chez lui"},
]
TOWNS = [
    {"value": "33058", "text": "Blaye", "detail": "33390"},
    {"value": "2A004", "text": "Ajaccio", "detail": "20000"},
]
DELAYS = {"Dermatologie": 9, "Maladies infectieuses": 6, "Cardiologie": 14}


def specimens() -> dict[str, Any]:
    """The context of the page, with moments counted from now."""
    now = timezone.now()
    return {
        "states": STATES,
        "ranks": (1, 2, 3, 4),
        "steps": STEPS,
        "tabs": TABS,
        "facts": FACTS,
        "identity": patient("DURAND", "Jeanne", "F", date(1954, 3, 12), "QUAL"),
        "other_identity": patient("d’Ornano-Œuvrard", "Ange Toussaint", "M", date(2024, 9, 30), "PROV"),
        "three_hours_ago": now - timedelta(hours=3),
        "yesterday": now - timedelta(days=1, hours=2),
        "last_week": now - timedelta(days=8),
        "towns": TOWNS,
        "pictures": pictures(),
        "events": events(),
        "table_columns": [{"text": "Service"}, {"text": "Demandes", "number": True}],
        "table_rows": [["Dermatologie", "128"], ["Maladies infectieuses", "86"]],
        "table_foot": ["Ensemble", "214"],
        "chart_columns": ["Service", "Délai médian"],
        "chart_bars": bars(),
    }


def patient(birth_name: str, given_names: str, sex: str, birth_date: date, status: str) -> SimpleNamespace:
    """Somebody who does not exist."""
    return SimpleNamespace(
        birth_name=birth_name, given_names=given_names, sex=sex, birth_date=birth_date, status=status
    )


def pictures() -> list[dict[str, Any]]:
    """Two pictures that show nothing of anybody."""
    mark = static("favicon.svg")
    return [
        {"href": "#", "thumbnail": mark, "title": "Omoplate gauche, de près", "current": True},
        {"href": "#", "thumbnail": mark, "title": "Omoplate gauche, à distance"},
    ]


def documents(theme: str) -> list[Tile]:
    """One that can be opened, one that is being checked, one that was refused; ids differ from theme to theme."""
    picture = static("favicon.svg")
    return [
        _tile(theme, "Omoplate gauche, de près", kind="Image", href="#", thumbnail=picture),
        _tile(theme, "Compte rendu d’histologie", is_waiting=True),
        _tile(theme, "Biologie", refusal=sentence(Refusal.PDF_LOCKED)),
    ]


def _tile(theme: str, title: str, *, is_waiting: bool = False, refusal: str = "", **shown: str) -> Tile:
    return Tile(
        id=uuid5(NAMESPACE_OID, f"{theme} {title}"),
        title=title,
        kind=shown.get("kind", ""),
        size=640_000,
        is_ready="thumbnail" in shown,
        is_waiting=is_waiting,
        refusal=refusal,
        href=shown.get("href", ""),
        thumbnail=shown.get("thumbnail", ""),
    )


def events() -> list[dict[str, Any]]:
    """A short life of a request."""
    now = timezone.now()
    return [
        {"icon": "answered", "text": "Avis signé", "by": "Dr Claire Roux", "when": now - timedelta(hours=2)},
        {
            "icon": "taken",
            "text": "Prise en charge",
            "by": "Dr Claire Roux",
            "when": now - timedelta(hours=5),
        },
        {"icon": "sent", "text": "Envoyée", "by": "Dr Paul Martin", "when": now - timedelta(days=1, hours=3)},
    ]


def bars() -> list[dict[str, Any]]:
    """The bars of the chart, worked out as a view would."""
    longest = max(DELAYS.values())
    return [
        {"label": label, "value": f"{hours} h", "share": round(100 * hours / longest)}
        for label, hours in DELAYS.items()
    ]
