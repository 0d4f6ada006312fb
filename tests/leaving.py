"""Somebody is no longer there: their workplace has ended, or their account is closed."""

from datetime import timedelta

from django.utils import timezone

from telavis.accounts.models import Standing
from telavis.directory.models import PractitionerRole


def left(role: PractitionerRole) -> PractitionerRole:
    """Since yesterday they no longer work there."""
    role.ended_on = timezone.localdate() - timedelta(days=1)
    role.save(update_fields=["ended_on"])
    return role


def suspended(role: PractitionerRole) -> PractitionerRole:
    """They still work there, and are not let in."""
    user = role.practitioner.user
    user.standing = Standing.SUSPENDED
    user.save(update_fields=["standing"])
    return role


GONE = [left, suspended]
