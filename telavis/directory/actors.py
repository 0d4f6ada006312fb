"""The one who acts: a person, the workplace they act from, and for whom."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from telavis.accounts.models import Right, User, is_open_account, rights_of
from telavis.directory.models import Delegation, PractitionerRole, holds_on
from telavis.gateways.statements import Statement
from telavis.values.professions import is_health_professional


@dataclass(frozen=True)
class Actor:
    """Built once per page by the middleware, then frozen into every journal and audit row.

    `user` is None for the system itself (the sweep). `role` is the chosen workplace, None for an account
    that has no place in the directory. `on_behalf_of` is the professional for whom a delegate prepares.
    """

    user: User | None
    role: PractitionerRole | None = None
    on_behalf_of: PractitionerRole | None = None
    label: str = field(default="")

    @classmethod
    def system(cls, label: str = "Télavis") -> "Actor":
        return cls(user=None, label=label)

    @property
    def is_system(self) -> bool:
        return self.user is None

    @property
    def practitioner_id(self) -> UUID | None:
        return self.role.practitioner_id if self.role else None

    @property
    def person_ids(self) -> frozenset[UUID]:
        """The professionals whose requests this actor sees: themselves, and the one they prepare for."""
        roles = (self.role, self.on_behalf_of)
        return frozenset(role.practitioner_id for role in roles if role)

    @property
    def own_ids(self) -> frozenset[UUID]:
        """The professional that this actor is in person; empty for an account without a place."""
        return frozenset({self.role.practitioner_id} if self.role else ())

    def is_person(self, practitioner_id: UUID | None) -> bool:
        """Is this actor that professional, in person?"""
        return practitioner_id is not None and practitioner_id == self.practitioner_id

    def acts_for(self, practitioner_id: UUID | None) -> bool:
        """Is this actor that professional, or somebody who prepares for them?"""
        return practitioner_id is not None and practitioner_id in self.person_ids

    @cached_property
    def rights(self) -> frozenset[Right]:
        if self.user is None:
            return frozenset()
        if self.user.rights_held is not None:
            return frozenset(Right(held) for held in self.user.rights_held)
        return rights_of(self.user.pk)

    def has(self, right: Right) -> bool:
        return right in self.rights

    # What a trace keeps (telavis.audit.actions.Author).
    @property
    def user_id(self) -> UUID | None:
        return self.user.pk if self.user else None

    @property
    def user_label(self) -> str:
        return str(self.user) if self.user else self.label

    @property
    def role_id(self) -> UUID | None:
        return self.role.pk if self.role else None

    @property
    def role_label(self) -> str:
        return str(self.role) if self.role else ""

    @property
    def on_behalf_of_id(self) -> UUID | None:
        return self.on_behalf_of.pk if self.on_behalf_of else None

    @property
    def on_behalf_of_label(self) -> str:
        return str(self.on_behalf_of) if self.on_behalf_of else ""


_AN_ACCOUNT, _A_DAY = UUID(int=0), date.min
_WORKPLACES = Statement(
    lambda: (
        PractitionerRole.objects.current(_A_DAY)
        .filter(practitioner__user_id=_AN_ACCOUNT)
        .select_related("practitioner", "organization")
        .order_by("organization__sort_key", "id")
    )
)


def workplaces_of(user: User) -> list[PractitionerRole]:
    """The places where this person works today, in stable order."""
    return _WORKPLACES.rows({_AN_ACCOUNT: user.pk, _A_DAY: timezone.localdate()})


def delegators_of(role: PractitionerRole) -> list[PractitionerRole]:
    """The professionals for whom this person may prepare today: still there, and to whom the house is still open."""
    held = Delegation.objects.filter(
        holds_on(),
        holds_on(prefix="delegator__"),
        is_open_account("delegator__practitioner__user__"),
        revoked_at__isnull=True,
        delegate__practitioner_id=role.practitioner_id,
    )
    chosen = held.select_related("delegator__practitioner", "delegator__organization").order_by("pk")
    return [delegation.delegator for delegation in chosen]


def actor_for(
    user: User,
    *,
    role_id: UUID | str | None = None,
    on_behalf_of_id: UUID | str | None = None,
    workplaces: list[PractitionerRole] | None = None,
) -> Actor:
    """The actor of a session: the chosen workplace if it is still theirs, else their first one.

    `workplaces`: those of `user`, when they are known already.
    """
    roles = workplaces_of(user) if workplaces is None else workplaces
    role = next((each for each in roles if str(each.pk) == str(role_id)), roles[0] if roles else None)
    on_behalf_of = _prepares_for(role, on_behalf_of_id) if role else None
    return Actor(user=user, role=role, on_behalf_of=on_behalf_of)


def _prepares_for(role: PractitionerRole, chosen_id: UUID | str | None) -> PractitionerRole | None:
    """The one who was chosen, while they delegate; who can act for one person only need not choose them."""
    is_nobody_alone = not is_health_professional(role.practitioner.profession)
    if not chosen_id and not is_nobody_alone:
        return None
    delegators = delegators_of(role)
    if is_nobody_alone and len(delegators) == 1:
        return delegators[0]
    return next((each for each in delegators if str(each.pk) == str(chosen_id)), None)
