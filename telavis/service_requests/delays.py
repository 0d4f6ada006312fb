"""How long a service really takes to answer, from its own requests of the last thirty days."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from telavis.values.french import NO_BREAK, plural

WINDOW = timedelta(days=30)
FEWEST_ANSWERS = 3
"""Below, a median would be the story of one patient."""

# touched_at is never before answered_at: it lets the index of a service's requests cut at the window's edge.
_MEDIANS = """
SELECT healthcare_service_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY answered_at - sent_at)
FROM service_requests_servicerequest
WHERE healthcare_service_id = ANY(%(services)s)
  AND state NOT IN ('draft', 'discarded')
  AND touched_at >= %(since)s AND answered_at >= %(since)s
GROUP BY healthcare_service_id
HAVING count(*) >= %(fewest)s
"""


def median_delays(service_ids: Iterable[UUID]) -> dict[UUID, timedelta]:
    """From sending to answer, for each service that answered often enough."""
    terms: dict[str, Any] = {
        "services": list(service_ids),
        "since": timezone.now() - WINDOW,
        "fewest": FEWEST_ANSWERS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MEDIANS, terms)
        return dict(cursor.fetchall())


def delay_words(delay: timedelta) -> str:
    """«moins d’une heure», «5 h», «2 jours»: as a promise is spoken of, not as a clock counts."""
    hours = round(delay / timedelta(hours=1))
    if hours < 1:
        return "moins d’une heure"
    if hours < 24:
        return f"{hours}{NO_BREAK}h"
    return plural(round(delay / timedelta(days=1)), "jour")
