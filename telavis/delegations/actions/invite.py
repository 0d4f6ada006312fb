"""A professional invites somebody to prepare for them."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from telavis.accounts.actions import tries
from telavis.delegations import notifications
from telavis.delegations.models import Invitation
from telavis.delegations.permissions import may_delegate
from telavis.delegations.traces import trace
from telavis.directory.actors import Actor


@transaction.atomic
def invite(
    *, given_name: str, family_name: str, email: str, starts_on: date, ends_on: date | None, by: Actor
) -> Invitation:
    """Asking the same address again sends another mail, with what is typed now. Raises TooManyTries."""
    if by.role is None or not may_delegate(by):
        raise PermissionDenied
    tries.count_try(tries.INVITATION, str(by.practitioner_id))
    Invitation.objects.filter(
        delegator=by.role, email__iexact=email, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=timezone.now())
    invitation = Invitation.objects.create(
        delegator=by.role,
        given_name=given_name,
        family_name=family_name,
        email=email,
        starts_on=starts_on,
        ends_on=ends_on,
        invited_at=timezone.now(),
    )
    notifications.invite(invitation)
    trace("invite", invitation, by=by)
    return invitation
