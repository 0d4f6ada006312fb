"""Who prepares for whom, and who was asked to."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from telavis.accounts.models import User
from telavis.delegations.models import Invitation
from telavis.directory.actors import Actor
from telavis.directory.models import Delegation

PERSONS = ("delegator__practitioner", "delegator__organization", "delegate__practitioner")


def delegations_given(actor: Actor) -> QuerySet[Delegation]:
    """Those of this professional, from any of their workplaces: now, or later."""
    return _lasting().filter(delegator__practitioner_id__in=actor.own_ids).order_by("started_on", "pk")


def delegations_held(actor: Actor) -> QuerySet[Delegation]:
    """Those by which this person prepares for somebody, from today on."""
    held = _lasting().filter(delegate__practitioner_id__in=actor.own_ids)
    return held.order_by("delegator__practitioner__sort_key", "pk")


def _lasting() -> QuerySet[Delegation]:
    still = Q(ended_on__isnull=True) | Q(ended_on__gte=timezone.localdate())
    return Delegation.objects.filter(still, revoked_at__isnull=True).select_related(*PERSONS)


def invitations_waiting(actor: Actor) -> QuerySet[Invitation]:
    """Those of this professional that nobody has answered yet."""
    mine = Invitation.objects.waiting().filter(delegator__practitioner_id__in=actor.own_ids)
    return mine.order_by("invited_at", "pk")


def has_account(invitation: Invitation) -> bool:
    """Asked once somebody has proved that they read this mailbox, never before."""
    addresses = User.objects.alias(address=Lower("email"))
    return addresses.filter(address=invitation.email.lower()).exclude(email="").exists()


def open_invitation(pk: UUID) -> Invitation | None:
    """The invitation that this address leads to, while it may be accepted."""
    related = ("delegator__practitioner", "delegator__organization")
    return Invitation.objects.waiting().select_related(*related).filter(pk=pk).first()
