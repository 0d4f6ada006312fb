"""What is no longer needed is erased, every night."""

from datetime import timedelta

from django.utils import timezone

from telavis.accounts.models import OneTimeCode, OpenSession, PasskeyQuestion, TryCount

CODES_ARE_KEPT = timedelta(days=1)
COUNTS_ARE_KEPT = timedelta(days=30)


def forget_what_is_over() -> None:
    """Sessions that have ended, codes and questions of yesterday, counters at which nobody has knocked for a month."""
    now = timezone.now()
    OpenSession.objects.filter(expire_date__lt=now).delete()
    PasskeyQuestion.objects.filter(asked_at__lt=now - CODES_ARE_KEPT).delete()
    OneTimeCode.objects.filter(created_at__lt=now - CODES_ARE_KEPT).delete()
    TryCount.objects.filter(period_ends_at__lt=now - COUNTS_ARE_KEPT).delete()
