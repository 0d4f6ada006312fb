"""A delegation stops at once."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from telavis.delegations.permissions import may_end
from telavis.delegations.traces import trace
from telavis.directory.actors import Actor
from telavis.directory.models import Delegation


@transaction.atomic
def end(delegation: Delegation, *, by: Actor) -> Delegation:
    """At their next page they prepare for this person no more. Pressed twice, it ended the first time."""
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if not may_end(by, delegation):
        raise PermissionDenied
    if delegation.revoked_at is None:
        delegation.revoked_at = timezone.now()
        delegation.save(update_fields=["revoked_at"])
        trace("end", delegation, by=by)
    return delegation
