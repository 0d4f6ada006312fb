"""The rows of the list in the words of the one who reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from telavis.directory.actors import Actor
from telavis.service_requests.queries.inbox import Tab
from telavis.service_requests.queries.rows import Row
from telavis.service_requests.workflow import State, States
from telavis.values.french import NARROW, plural
from telavis.web.inbox.desk import DeskService


@dataclass(frozen=True)
class Line:
    row: Row
    title: str
    """Initials and age: the list is read over shoulders, it never shows a name."""
    facts: tuple[str, ...]
    missing: str
    state: str
    """Empty when all rows of the list are in the same: the tab has said it."""
    holder: str
    may_take: bool
    may_assign: bool


@dataclass(frozen=True)
class Emptiness:
    """What an empty list says: what will stand there."""

    title: str
    text: str


OF_ONE_STATE = (Tab.NEW, Tab.MINE, Tab.ON_HOLD)

EMPTY = {
    Tab.NEW: Emptiness(
        "Aucune nouvelle demande",
        "Les demandes adressées à votre service arriveront ici, les plus urgentes d’abord. "
        "Vous en serez averti par e-mail.",
    ),
    Tab.MINE: Emptiness(
        "Aucune demande à votre nom",
        "Les demandes que vous prenez en charge attendent ici votre réponse.",
    ),
    Tab.ON_HOLD: Emptiness(
        "Aucun complément attendu",
        "Les demandes pour lesquelles le service attend un complément du requérant se trouveront ici.",
    ),
    Tab.ANSWERED: Emptiness(
        "Aucune réponse pour l’instant", "Les demandes auxquelles le service a répondu se trouveront ici."
    ),
    Tab.ALL: Emptiness("Aucune demande", "Toutes les demandes reçues par le service se trouveront ici."),
}

NARROWED = Emptiness(
    "Aucune demande avec ces filtres", "Il y en a peut-être pour un autre délai ou un autre service."
)


def lines_of(actor: Actor, rows: list[Row], desk: Mapping[UUID, DeskService], *, tab: Tab) -> list[Line]:
    served = [(row, desk.get(row.service_id)) for row in rows if row.service_id]
    lines = [_line(actor, row, service, len(desk) > 1) for row, service in served if service]
    return [replace(line, state="") for line in lines] if tab in OF_ONE_STATE else lines


def _line(actor: Actor, row: Row, service: DeskService, names_service: bool) -> Line:
    is_open = row.state in States.OPEN
    return Line(
        row=row,
        title=", ".join(part for part in (row.initials, row.age) if part),
        facts=(
            row.reference,
            *([service.name] if names_service else []),
            *([plural(row.document_count, "document")] if row.document_count else []),
            ", ".join(part for part in (row.requester, row.place) if part),
        ),
        missing=_missing(row.missing_count),
        state=row.state,
        holder=_holder(actor, row, is_open=is_open),
        may_take=row.state == State.SENT and service.may_take and not actor.acts_for(row.requester_id),
        may_assign=is_open and service.may_assign,
    )


def _missing(count: int) -> str:
    """«1 manque», «2 manques»."""
    return plural(count, "manque") if count else ""


def _holder(actor: Actor, row: Row, *, is_open: bool) -> str:
    """Who has it; until somebody has, who answers for it."""
    if row.taken_by:
        return "à vous" if row.taken_by_id == actor.practitioner_id else row.taken_by
    owner = "vous" if row.owner_id == actor.practitioner_id else row.owner
    return f"responsable{NARROW}: {owner}" if is_open and row.owner else ""
