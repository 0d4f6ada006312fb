"""Of people who never came, nothing is kept."""

from datetime import datetime, timedelta

from telavis.delegations.models import LASTS, Invitation, Joining

ANSWER_WITHIN = timedelta(days=1)


def sweep(now: datetime) -> int:
    """What was typed and not finished within a day; invitations that nobody accepted, once their time has passed."""
    begun, _ = Joining.objects.filter(begun_at__lt=now - ANSWER_WITHIN).delete()
    gone, _ = Invitation.objects.filter(accepted_at__isnull=True, invited_at__lt=now - 2 * LASTS).delete()
    return begun + gone
