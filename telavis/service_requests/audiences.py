"""Who has to do with a request: what happens to it is told to some of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from telavis.directory.models import Practitioner, PractitionerRole
from telavis.service_requests.models import ServiceRequest
from telavis.services.queries import owner_for, present_referent, still_answers

Person = PractitionerRole | Practitioner | None
"""None: nobody holds this part in the request."""


@dataclass(frozen=True)
class Concerned:
    """The audiences of one message. Whether the request is open to somebody is asked once for each of them."""

    service_request: ServiceRequest
    _asked: dict[UUID, bool] = field(default_factory=dict)

    def nobody(self) -> list[Person]:
        return []

    def requester(self) -> list[Person]:
        return [self.service_request.requester]

    def in_charge(self) -> list[Person]:
        """The one who has it and whoever answers for it now; before anybody has it, the expert whom it names too.

        Of a request that was taken, only those to whom it is open: a referent answers for it and cannot read it, an
        expert may have left or be shut out. When nobody is there, whoever answers for the service today.
        """
        taken_by, owner = self.service_request.taken_by, self.service_request.owner
        if taken_by is None:
            is_watched = owner is not None and self._is_there(owner)
            named = self._those_who_read(self.service_request.addressed_to)
            return [owner if is_watched else self._who_answers_today(), *named]
        return self._those_who_read(taken_by, owner) or [self._who_answers_today()]

    def in_charge_if_arrived(self) -> list[Person]:
        """Nobody of the service hears of what can still be undone: they could not open it."""
        return self.in_charge() if self.service_request.is_visible_to_service else []

    def owner(self) -> list[Person]:
        return [self.service_request.owner]

    def followers(self) -> list[Person]:
        """Colleagues see the file when the service does, and hear of nothing before."""
        if not self.service_request.is_visible_to_service:
            return []
        shares = self.service_request.shares.filter(revoked_at__isnull=True)
        return [share.practitioner for share in shares.select_related("practitioner__user")]

    def asking_side(self) -> list[Person]:
        return [*self.requester(), *self.followers()]

    def everybody(self) -> list[Person]:
        return [*self.asking_side(), *self.in_charge_if_arrived()]

    def those_who_follow(self) -> list[Person]:
        """Everybody but the one who asked."""
        return [*self.followers(), *self.in_charge_if_arrived()]

    def everybody_and_owner(self) -> list[Person]:
        """The one who answers for it now hears of it, even who cannot open it."""
        return [*self.asking_side(), *self.in_charge(), *self.owner()]

    def who_cannot_open(self, audience: Iterable[Person]) -> list[PractitionerRole]:
        """A link would lead nowhere for a referent, who answers for a request that they cannot read unless it is shared."""
        audience = list(audience)
        readers = {self.service_request.requester.practitioner}
        readers |= {person for person in audience if isinstance(person, Practitioner)}
        answering = [person for person in audience if isinstance(person, PractitionerRole)]
        return [role for role in answering if role.practitioner not in readers and not self._is_open_to(role)]

    def _those_who_read(self, *roles: PractitionerRole | None) -> list[Person]:
        return [role for role in roles if role and self._is_open_to(role)]

    def _who_answers_today(self) -> PractitionerRole | None:
        service = self.service_request.healthcare_service
        return owner_for(service, besides=self.service_request.requester.practitioner_id) if service else None

    def _is_there(self, role: PractitionerRole) -> bool:
        """It is open to them, or they watch over it as referent."""
        service = self.service_request.healthcare_service
        watches = service is not None and role == present_referent(service.organization)
        return watches or self._is_open_to(role)

    def _is_open_to(self, role: PractitionerRole) -> bool:
        service_id = self.service_request.healthcare_service_id
        if role.pk not in self._asked:
            self._asked[role.pk] = service_id is not None and still_answers(role, service_id)
        return self._asked[role.pk]
