"""Who answers for a service that is open to requests: it is never left without a coordinator by an administrator's act."""

from datetime import date, timedelta

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from telavis.directory.models import HealthcareService, PractitionerRole, holds_on, is_there
from telavis.services.models import MemberKind, Membership
from telavis.values.french import join_words
from telavis.values.refused import Refused


def lasting_coordinators(on: date) -> QuerySet[Membership]:
    """Those who are there on a day, and of whom neither the place nor the workplace has an end.

    Stricter than the database's own rule (migration 0002), which knows nothing of workplaces.
    """
    there = Q(started_on__lte=on, role__started_on__lte=on)
    lasts = Q(ended_on__isnull=True, role__ended_on__isnull=True)
    return Membership.objects.filter(there, lasts, kind=MemberKind.COORDINATOR)


def check_covered(role: PractitionerRole, last_day: date, *, place: Membership | None = None) -> None:
    """What is open to requests keeps a coordinator when this workplace, or one place held from it, ends: the successor first.

    Those services are locked, so that none changes meanwhile.
    """
    beyond = Q(ended_on__isnull=True) | Q(ended_on__gt=last_day)
    ending = Membership.objects.filter(beyond, role=role, kind=MemberKind.COORDINATOR)
    if place:
        ending = ending.filter(pk=place.pk)
    coordinated = HealthcareService.objects.filter(
        is_published=True, pk__in=ending.values("healthcare_service_id")
    )
    locked = coordinated.select_for_update(of=("self",)).order_by("pk")
    alone = [each for each in locked if not _has_successor(each, role, last_day)]
    if alone:
        names = join_words([f"« {service.name} »" for service in alone])
        raise Refused(
            f"Sans {role.practitioner}, personne ne coordonne plus {names} : ajoutez un autre coordinateur, en place le "
            "lendemain au plus tard, ou fermez d’abord aux demandes."
        )


def _has_successor(service: HealthcareService, role: PractitionerRole, last_day: date) -> bool:
    """Does somebody else coordinate the service from the day after?"""
    others = lasting_coordinators(last_day + timedelta(days=1)).exclude(role=role)
    return others.filter(healthcare_service=service).exists()


def uncovered_services(most: int) -> list[HealthcareService]:
    """Open to requests, and no coordinator, or no referent, is there: they have left, or their account is closed.

    Each says what it lacks: `lacks_coordinator`, `lacks_referent`.
    """
    coordinators = Membership.objects.filter(
        holds_on(),
        is_there(prefix="role__"),
        kind=MemberKind.COORDINATOR,
        healthcare_service_id=OuterRef("pk"),
    )
    is_watched = is_there(prefix="organization__referent__")
    open_services = HealthcareService.objects.filter(is_published=True).select_related("organization")
    # Two statements in one: of «or» PostgreSQL would make a list of all who work anywhere.
    lacking = open_services.filter(~Exists(coordinators)).union(open_services.filter(~is_watched))
    chosen = [each.pk for each in lacking.order_by("sort_key", "pk")[:most]]
    said = open_services.annotate(
        lacks_coordinator=~Exists(coordinators),
        lacks_referent=Case(When(is_watched, then=False), default=True),
    )
    return list(said.filter(pk__in=chosen).order_by("sort_key", "pk"))
