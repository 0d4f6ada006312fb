"""What is written each month: to each service, what was most often completed after it had asked for more."""

from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.urls import reverse

from telavis.notifications.actions import notify
from telavis.services.queries import coordinators_there
from telavis.statistics.complements import figures, month_before, services_to_report
from telavis.statistics.models import ComplementReport

log = structlog.get_logger("telavis.statistics")

KIND = "complement_report"
TITLE = "Le rapport mensuel des compléments est prêt"
TEXT = (
    "Les questions le plus souvent complétées après une demande de complément, en {month}, se lisent dans "
    "«\u202fVue activité\u202f». Ce rapport ne contient que des chiffres."
)


def report_complements(now: datetime) -> int:
    """Report the month that has ended to each service that has no report of it; returns how many were written."""
    month = month_before(now)
    return sum(_apart(service_id, month) for service_id in services_to_report(month))


@transaction.atomic
def report(service_id: UUID, month: date) -> bool:
    """Was it written? Of two workers at once the second waits, and finds what the first has written."""
    written, is_new = ComplementReport.objects.get_or_create(
        healthcare_service_id=service_id, month=month, defaults={"forms": figures(service_id, month)}
    )
    if is_new:
        notify(
            to=[user for role in coordinators_there(service_id) if (user := role.practitioner.user)],
            kind=KIND,
            title=TITLE,
            text=TEXT.replace("{month}", written.month_in_words),
            path=reverse("activity:complements"),
        )
    return is_new


def _apart(service_id: UUID, month: date) -> bool:
    """What fails for one service holds no other back, and is tried again at the next run."""
    try:
        return report(service_id, month)
    except Exception:
        log.exception("report_failed", service_id=str(service_id))
        return False
