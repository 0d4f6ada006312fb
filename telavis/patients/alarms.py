"""Who searches many patients in little time is shown to those who administer, once a day."""

from datetime import datetime, timedelta

from django.utils import timezone

from telavis.audit.administration import Act, trace
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.actors import Actor
from telavis.notifications.administrators import tell_administrators
from telavis.parameters.models import parameter

WITHIN, SAID_ONCE_IN = timedelta(hours=1), timedelta(days=1)


def watch(by: Actor) -> None:
    """To be called after each search, in its transaction: beyond so many of one account in an hour, it is told."""
    if by.user_id is None:
        return
    now, most = timezone.now(), parameter("patient_searches_an_hour")
    searches = AuditEvent.objects.filter(user_id=by.user_id, action=AuditAction.SEARCH_PATIENT)
    # The one so many searches ago: the index of searches is read backwards that far, and nothing is counted.
    before = searches.order_by("-id").values_list("occurred_at", flat=True)[most : most + 1].first()
    if before is None or before < now - WITHIN or _is_said(by, since=now - SAID_ONCE_IN):
        return
    trace(Act.MANY_SEARCHES, by=Actor.system(), kind="account", key=by.user_id, label=by.user_label)
    tell_administrators(
        "un compte recherche beaucoup de patients",
        f"Un compte a recherché des patients plus de {most} fois en une heure. Le journal dit lequel.",
        path="/administration/journal/",
    )


def _is_said(by: Actor, *, since: datetime) -> bool:
    said = AuditEvent.objects.filter(
        action=AuditAction.ADMINISTER, object_id=by.user_id, occurred_at__gte=since
    )
    return said.filter(detail__did=Act.MANY_SEARCHES.value).exists()
