"""Who works in which service today, who replaces whom, and who is responsible."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService, Organization, PractitionerRole, holds_on, is_there
from telavis.gateways.database import planned_cursor
from telavis.services.models import Absence, DutyDay, MemberKind, Membership


def memberships_of(actor: Actor, on: date | None = None) -> QuerySet[Membership]:
    """The places this person holds today, their own and those of the absent they replace.

    Whoever no longer works in the establishment holds none there, although nobody ended their place.
    """
    if actor.practitioner_id is None:
        return Membership.objects.none()
    person, day = actor.practitioner_id, on or timezone.localdate()
    held = RawSQL(*_by_position(_HELD, {"me": person, "day": day}))  # noqa: S611 (ours)
    return Membership.objects.filter(holds_on(day), pk__in=held)


def _by_position(sql: str, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """As `RawSQL` wants it, which knows no names."""
    names = re.findall(r"%\((\w+)\)s", sql)
    return re.sub(r"%\(\w+\)s", "%s", sql), [values[name] for name in names]


# Asked on every page: as SQL, because Django takes four times longer to make the same than PostgreSQL to answer.
_HELD = """
    SELECT m.id FROM services_membership m JOIN directory_practitionerrole r ON r.id = m.role_id
    WHERE r.practitioner_id = %(me)s AND r.started_on <= %(day)s AND (r.ended_on IS NULL OR r.ended_on >= %(day)s)
    UNION ALL
    SELECT a.membership_id FROM services_absence a
    JOIN directory_practitionerrole r ON r.id = a.substitute_id
    JOIN services_membership m ON m.id = a.membership_id
    JOIN directory_practitionerrole absent ON absent.id = m.role_id
    WHERE r.practitioner_id = %(me)s AND a.started_on <= %(day)s AND a.ended_on >= %(day)s
      AND r.started_on <= %(day)s AND (r.ended_on IS NULL OR r.ended_on >= %(day)s)
      AND (absent.ended_on IS NULL OR absent.ended_on >= %(day)s)
"""
_PLACES = f"""
    SELECT s.id, s.name, h.name, array_agg(m.kind)
    FROM services_membership m
    JOIN directory_healthcareservice s ON s.id = m.healthcare_service_id
    JOIN directory_organization h ON h.id = s.organization_id
    WHERE m.started_on <= %(day)s AND (m.ended_on IS NULL OR m.ended_on >= %(day)s)
      AND m.id IN ({_HELD})
    GROUP BY s.id, h.name ORDER BY s.sort_key, s.id
"""  # noqa: S608 (all of it is written here)


def services_open_to(actor: Actor, on: date | None = None) -> QuerySet[Membership, UUID]:
    """Ids of the services whose requests this person sees."""
    return memberships_of(actor, on).values_list("healthcare_service_id", flat=True)


@dataclass(frozen=True)
class Place:
    """One service where a person works today, and the kinds of places that they hold in it."""

    service: str
    hospital: str
    kinds: frozenset[str]


def places_of(actor: Actor) -> dict[UUID, Place]:
    """The services of this person by id, in French order; those of the absent they replace too."""
    if actor.practitioner_id is None:
        return {}
    with planned_cursor() as cursor:
        cursor.execute(_PLACES, {"me": actor.practitioner_id, "day": timezone.localdate()})
        return {
            key: Place(name, hospital, frozenset(kinds)) for key, name, hospital, kinds in cursor.fetchall()
        }


def coordinates_any(places: Mapping[UUID, Place]) -> bool:
    """Does whoever holds these places, themselves or for somebody absent, coordinate a service?"""
    return any(MemberKind.COORDINATOR in place.kinds for place in places.values())


def answering_members(service_id: UUID) -> list[Membership]:
    """Those who answer requests in this service today, in order of name; each person once."""
    members = (
        Membership.objects.filter(holds_on(), is_there(prefix="role__"), healthcare_service_id=service_id)
        .exclude(kind=MemberKind.SECRETARY)
        .select_related("role__practitioner", "role__organization")
        .order_by("role__practitioner__sort_key", "role_id", "kind")
    )
    return list({member.role_id: member for member in members}.values())


def has_place(role: PractitionerRole, service_id: UUID, *kinds: MemberKind) -> bool:
    """Does this workplace, whose holder is let in, hold one of these places in the service today?"""
    return Membership.objects.filter(
        holds_on(), is_there(prefix="role__"), role=role, healthcare_service_id=service_id, kind__in=kinds
    ).exists()


def still_answers(role: PractitionerRole, service_id: UUID) -> bool:
    """Does this person, who is let in, answer requests in the service today, in a place of their own or of an absent one?"""
    user = role.practitioner.user
    if user and not user.is_open:
        return False
    places = memberships_of(Actor(user=user, role=role))
    return places.filter(healthcare_service_id=service_id).exclude(kind=MemberKind.SECRETARY).exists()


def coordinator_of(
    service_id: UUID, on: date | None = None, *, besides: UUID | None = None
) -> PractitionerRole | None:
    """The first coordinator who is there, or their substitute; if none is, the first of them all the same.

    `besides`: the professional whose question it is, who never answers for it.
    """
    holders = Membership.objects.filter(
        holds_on(on),
        is_there(on, "role__"),
        healthcare_service_id=service_id,
        kind=MemberKind.COORDINATOR,
    )
    coordinators = list(holders.select_related("role").order_by("started_on", "pk"))
    there = (another_than(besides, _present(each, on)) for each in coordinators)
    whatever = (another_than(besides, each.role) for each in coordinators)
    return next(filter(None, chain(there, whatever)), None)


def coordinators_there(service_id: UUID) -> list[PractitionerRole]:
    """All who coordinate the service today: each coordinator, or who stands in for them."""
    held = Membership.objects.filter(
        holds_on(), is_there(prefix="role__"), healthcare_service_id=service_id, kind=MemberKind.COORDINATOR
    )
    there = (_present(each, None) for each in held.select_related("role__practitioner__user").order_by("pk"))
    return list({role.pk: role for role in there if role}.values())


def person_on_duty(service_id: UUID) -> PractitionerRole | None:
    """Who is on duty today, while they have a place in the service."""
    day = timezone.localdate()
    duty = DutyDay.objects.filter(holds_on(day, "role__"), healthcare_service_id=service_id, day=day)
    roles = (each.role for each in duty.select_related("role__practitioner__user"))
    return next((role for role in roles if still_answers(role, service_id)), None)


def present_referent(organization: Organization) -> PractitionerRole | None:
    """The referent, while they work in the establishment and are let in."""
    referent = organization.referent
    return referent if referent and referent.is_there else None


def watched_by(actor: Actor) -> QuerySet[Organization]:
    """The establishments whose `present_referent` is this person."""
    if actor.practitioner_id is None:
        return Organization.objects.none()
    return Organization.objects.filter(
        holds_on(prefix="referent__"), referent__practitioner_id=actor.practitioner_id
    )


def owner_for(service: HealthcareService, *, besides: UUID | None = None) -> PractitionerRole | None:
    """Who answers today for what nobody has taken: on duty, else coordinator, else referent; never `besides`."""
    return (
        another_than(besides, person_on_duty(service.pk))
        or coordinator_of(service.pk, besides=besides)
        or another_than(besides, present_referent(service.organization))
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
    """Who holds this place today: its member, else their substitute while they are there, else nobody."""
    day = on or timezone.localdate()
    absences = Absence.objects.filter(membership=membership, started_on__lte=day, ended_on__gte=day)
    if not absences.exists():
        return membership.role
    substitutes = PractitionerRole.objects.filter(is_there(day), substitutions__in=absences)
    return substitutes.order_by("pk").first()
