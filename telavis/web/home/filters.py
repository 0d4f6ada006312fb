"""The filters of «Dossiers», as the address writes them."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from telavis.service_requests.queries.home import Filters
from telavis.service_requests.workflow import State, States
from telavis.web.pieces.paging import address_with

STATES: dict[str, tuple[str, tuple[State, ...]]] = {
    "tous": ("Tous", States.ONCE_SENT),
    "repondus": ("Répondus", States.WITH_AN_ANSWER),
    "chez-l-expert": ("Chez l’expert", (State.SENT, State.TAKEN)),
    "a-completer": ("À compléter", (State.ON_HOLD,)),
    "termines": ("Terminés", States.ENDED),
}
PERIODS: dict[str, tuple[str, int | None]] = {
    "": ("Toute la période", None),
    "30": ("30 derniers jours", 30),
    "365": ("12 derniers mois", 365),
}


@dataclass(frozen=True)
class Chosen:
    """What the address says, each part replaced by its default when it says nothing we know."""

    state: str = "tous"
    service: str = ""
    period: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Chosen":
        state, period = query.get("etat", "tous"), query.get("periode", "")
        return cls(
            state=state if state in STATES else "tous",
            service=_uuid(query.get("service", "")),
            period=period if period in PERIODS else "",
        )

    @property
    def filters(self) -> Filters:
        days = PERIODS[self.period][1]
        return Filters(
            states=STATES[self.state][1],
            service_id=UUID(self.service) if self.service else None,
            since=timezone.localdate() - timedelta(days=days) if days else None,
        )

    @property
    def is_default(self) -> bool:
        return self == Chosen()

    def address(self, **changes: str) -> str:
        """The query string of these filters with some changed; empty parts are left out."""
        parts = {"etat": self.state, "service": self.service, "periode": self.period} | changes
        return f"{address_with(**{name: value for name, value in parts.items() if value != 'tous'})}#dossiers"


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
