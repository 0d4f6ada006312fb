"""Who works in which service today, who replaces whom, and who is responsible."""

from datetime import date
from itertools import chain
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService, PractitionerRole, holds_on
from telavis.services.models import Absence, DutyDay, MemberKind, Membership


def memberships_of(actor: Actor, on: date | None = None) -> QuerySet[Membership]:
    """The places this person holds today, their own and those of the absent they replace.

    Whoever no longer works in the establishment holds none there, although nobody ended their place.
    """
    if actor.practitioner_id is None:
        return Membership.objects.none()
    person, day = actor.practitioner_id, on or timezone.localdate()
    held = RawSQL(_HELD, [person, day, day, person, *[day] * 5])  # noqa: S611 (values are parameters)
    return Membership.objects.filter(holds_on(day), pk__in=held)


# Asked on every page: as SQL, because Django takes four times longer to make the same than PostgreSQL to answer.
_HELD = """
    SELECT m.id FROM services_membership m JOIN directory_practitionerrole r ON r.id = m.role_id
    WHERE r.practitioner_id = %s AND r.started_on <= %s AND (r.ended_on IS NULL OR r.ended_on >= %s)
    UNION ALL
    SELECT a.membership_id FROM services_absence a
    JOIN directory_practitionerrole r ON r.id = a.substitute_id
    JOIN services_membership m ON m.id = a.membership_id
    JOIN directory_practitionerrole absent ON absent.id = m.role_id
    WHERE r.practitioner_id = %s AND a.started_on <= %s AND a.ended_on >= %s
      AND r.started_on <= %s AND (r.ended_on IS NULL OR r.ended_on >= %s)
      AND (absent.ended_on IS NULL OR absent.ended_on >= %s)
"""


def services_open_to(actor: Actor) -> QuerySet[Membership, UUID]:
    """Ids of the services whose requests this person sees."""
    return memberships_of(actor).values_list("healthcare_service_id", flat=True)


def places_of(actor: Actor) -> dict[UUID, frozenset[str]]:
    """The kinds of places this person holds today, by service."""
    held: dict[UUID, frozenset[str]] = {}
    for service_id, kind in memberships_of(actor).values_list("healthcare_service_id", "kind"):
        held[service_id] = held.get(service_id, frozenset()) | {kind}
    return held


def answering_members(service_id: UUID) -> list[Membership]:
    """Those who answer requests in this service today, in order of name; each person once."""
    members = (
        Membership.objects.filter(holds_on(), holds_on(prefix="role__"), healthcare_service_id=service_id)
        .exclude(kind=MemberKind.SECRETARY)
        .select_related("role__practitioner", "role__organization")
        .order_by("role__practitioner__sort_key", "role_id", "kind")
    )
    return list({member.role_id: member for member in members}.values())


def has_place(role: PractitionerRole, service_id: UUID, *kinds: MemberKind) -> bool:
    """Does this workplace hold one of these places in the service today?"""
    return Membership.objects.filter(
        holds_on(), holds_on(prefix="role__"), role=role, healthcare_service_id=service_id, kind__in=kinds
    ).exists()


def still_answers(role: PractitionerRole, service_id: UUID) -> bool:
    """Does this person answer requests in the service today, in a place of their own or of somebody absent?"""
    places = memberships_of(Actor(user=role.practitioner.user, role=role))
    return places.filter(healthcare_service_id=service_id).exclude(kind=MemberKind.SECRETARY).exists()


def coordinator_of(
    service_id: UUID, on: date | None = None, *, besides: UUID | None = None
) -> PractitionerRole | None:
    """The first coordinator who is there, or their substitute; if none is, the first of them all the same.

    `besides`: the professional whose question it is, who never answers for it.
    """
    holders = Membership.objects.filter(
        holds_on(on),
        holds_on(on, "role__"),
        healthcare_service_id=service_id,
        kind=MemberKind.COORDINATOR,
    )
    coordinators = list(holders.select_related("role").order_by("started_on", "pk"))
    there = (another_than(besides, _present(each, on)) for each in coordinators)
    whatever = (another_than(besides, each.role) for each in coordinators)
    return next(filter(None, chain(there, whatever)), None)


def person_on_duty(service_id: UUID, on: date | None = None) -> PractitionerRole | None:
    day = on or timezone.localdate()
    duty = DutyDay.objects.filter(healthcare_service_id=service_id, day=day).select_related("role").first()
    return duty.role if duty else None


def owner_for(
    service: HealthcareService, on: date | None = None, *, besides: UUID | None = None
) -> PractitionerRole | None:
    """Who answers for a request that nobody has taken: on duty, else coordinator, else referent; never `besides`."""
    return (
        another_than(besides, person_on_duty(service.pk, on))
        or coordinator_of(service.pk, on, besides=besides)
        or another_than(besides, service.organization.referent)
    )


def another_than(practitioner_id: UUID | None, role: PractitionerRole | None) -> PractitionerRole | None:
    """This role, unless it is that person’s."""
    return role if role and role.practitioner_id != practitioner_id else None


def is_away(role: PractitionerRole, service_id: UUID, on: date | None = None) -> bool:
    """Is this member away from the service today?"""
    day = on or timezone.localdate()
    return Absence.objects.filter(
        membership__role=role,
        membership__healthcare_service_id=service_id,
        started_on__lte=day,
        ended_on__gte=day,
    ).exists()


def _present(membership: Membership, on: date | None) -> PractitionerRole | None:
    """Who holds this place today: its member, else their substitute, else nobody."""
    day = on or timezone.localdate()
    absences = Absence.objects.filter(membership=membership, started_on__lte=day, ended_on__gte=day)
    absence = absences.select_related("substitute").order_by(F("substitute").asc(nulls_last=True)).first()
    return absence.substitute if absence else membership.role
