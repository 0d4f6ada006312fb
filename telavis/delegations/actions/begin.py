"""Somebody who has the link begins to answer."""

from django.db import transaction
from django.utils import timezone

from telavis.delegations.models import Invitation, Joining


@transaction.atomic
def begin(invitation: Invitation, *, given_name: str, family_name: str, mobile: str) -> Joining:
    """What is typed belongs to the browser that typed it; another with the same link begins for itself."""
    return Joining.objects.create(
        invitation=invitation,
        given_name=given_name,
        family_name=family_name,
        mobile=mobile,
        begun_at=timezone.now(),
    )
