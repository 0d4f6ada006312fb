"""Establishments and services in lists, and what the page of each says."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from telavis.administration.queries.paging import Page, page_of
from telavis.directory.models import HealthcareService, Organization
from telavis.directory.places import Place
from telavis.directory.queries import search_establishments, search_organizations
from telavis.directory.queries.colleagues import with_words
from telavis.services.models import Membership, ServiceOffer
from telavis.values.names import normalise

MOST_FOUND = 500


@dataclass(frozen=True)
class OrganizationList:
    page: Page[Organization]
    registered: list[Place]
    """Of the FINESS register, those that the house does not have yet."""


def organizations(text: str, *, after: str = "") -> OrganizationList:
    """Newest first; searched, the register is asked too."""
    rows = Organization.objects.select_related("referent__practitioner")
    if not text.split():
        return OrganizationList(page_of(rows, after), [])
    found = list(search_organizations(text).order_by().values_list("pk", flat=True)[:MOST_FOUND])
    registered = [] if after else search_establishments(text).rows
    known = set(
        Organization.objects.filter(
            finess__in=[place.finess for place in registered if place.finess]
        ).values_list("finess", flat=True)
    )
    return OrganizationList(
        page_of(rows.filter(pk__in=found), after),
        [place for place in registered if place.finess and place.finess not in known],
    )


def services(text: str, *, after: str = "") -> Page[HealthcareService]:
    """All of them, open to requests or not."""
    rows: QuerySet[HealthcareService] = HealthcareService.objects.select_related("organization")
    if words := normalise(text).split():
        found = HealthcareService.objects.filter(with_words(words)).order_by()
        rows = rows.filter(pk__in=list(found.values_list("pk", flat=True)[:MOST_FOUND]))
    return page_of(rows, after)


@dataclass(frozen=True)
class Member:
    """One place, in words of time: «a», «à venir», «finie»."""

    membership: Membership
    is_present: bool
    is_coming: bool
    has_left: bool
    """The place holds, but its holder no longer works in the establishment: it gives them nothing."""

    @property
    def may_end(self) -> bool:
        return self.is_present or self.is_coming


def members_of(service_id: UUID, on: date | None = None) -> list[Member]:
    """Those of today, then those to come, then those who held a place."""
    day = on or timezone.localdate()
    rows = Membership.objects.filter(healthcare_service_id=service_id).select_related("role__practitioner")
    members = []
    for row in rows.order_by("role__practitioner__sort_key", "started_on", "pk"):
        holds = row.started_on <= day and (row.ended_on is None or row.ended_on >= day)
        works = row.role.ended_on is None or row.role.ended_on >= day
        members.append(Member(row, holds and works, row.started_on > day, holds and not works))
    return sorted(members, key=lambda member: (not member.is_present, not member.is_coming))


def offers_of(service_id: UUID) -> list[ServiceOffer]:
    rows = ServiceOffer.objects.filter(healthcare_service_id=service_id).select_related("request_type")
    return list(rows.order_by("request_type__position", "request_type__code"))
