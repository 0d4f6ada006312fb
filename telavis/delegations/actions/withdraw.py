"""An invitation that nobody has answered yet is taken back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from telavis.delegations.models import Invitation
from telavis.delegations.permissions import may_withdraw
from telavis.delegations.traces import trace
from telavis.directory.actors import Actor


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Actor) -> Invitation:
    """Its address leads nowhere any more. Pressed twice, or after it was accepted, it changes nothing."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not may_withdraw(by, invitation):
        raise PermissionDenied
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        trace("withdraw", invitation, by=by)
    return invitation
