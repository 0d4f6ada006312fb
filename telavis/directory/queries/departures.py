"""Accounts of people whom the national directory no longer has: an administrator looks at each."""

from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Substr

from telavis.directory.models import Practitioner, PublishedProfessional
from telavis.values.rpps import RPPS


@dataclass(frozen=True)
class Departure:
    """Somebody with an open account, and since when they are missing."""

    practitioner: Practitioner
    left_on: date

    @property
    def place(self) -> str:
        """Where somebody stands in the list, for the page that continues it."""
        return f"{self.left_on.isoformat()}_{self.practitioner.rpps}"


def accounts_to_review() -> list[Departure]:
    """The longest missing first. Nothing closes by itself: a file may be wrong about somebody who is on call."""
    gone = PublishedProfessional.objects.filter(left_on__isnull=False, pk__startswith=RPPS.NATIONAL_ID_TYPE)
    numbers = gone.values(number=Substr("national_id", 2))
    numbered = Practitioner.objects.exclude(rpps="")  # said for the index, which holds no others
    here = numbered.filter(user__is_active=True, rpps__in=numbers).select_related("user")
    people = {RPPS(each.rpps).national_id: each for each in here}
    dates = gone.filter(pk__in=list(people)).order_by("left_on", "pk").values_list("pk", "left_on")
    return [Departure(people[national_id], left_on) for national_id, left_on in dates if left_on]
