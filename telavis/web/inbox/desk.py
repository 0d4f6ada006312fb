"""The services where this person works today, and what they may do from the list of each."""

from dataclasses import dataclass
from uuid import UUID

from telavis.directory.actors import Actor
from telavis.services.models import MemberKind
from telavis.services.queries import places_of

TAKERS = {MemberKind.EXPERT, MemberKind.JUNIOR, MemberKind.COORDINATOR}
DISPATCHERS = {MemberKind.SECRETARY, MemberKind.COORDINATOR}


@dataclass(frozen=True)
class DeskService:
    """One service of the list: `kinds` are the places this person holds in it."""

    id: UUID
    name: str
    hospital: str
    kinds: frozenset[str]

    @property
    def may_take(self) -> bool:
        return not self.kinds.isdisjoint(TAKERS)

    @property
    def may_assign(self) -> bool:
        return not self.kinds.isdisjoint(DISPATCHERS)


def desk_of(actor: Actor) -> dict[UUID, DeskService]:
    """In French order, by id; empty for somebody who answers nowhere."""
    return {
        key: DeskService(key, place.service, place.hospital, place.kinds)
        for key, place in places_of(actor).items()
    }
