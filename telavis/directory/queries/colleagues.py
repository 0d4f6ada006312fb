"""Finding colleagues and expert services by the words of their names, towns and specialties."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from telavis.accounts.models import is_open_account
from telavis.directory.models import HealthcareService, Organization, Practitioner, PractitionerRole
from telavis.values.names import normalise
from telavis.values.professions import profession_label, specialty_label

SHORTEST_WORD = 2
MOST_COLLEAGUES = 10


@dataclass(frozen=True)
class Colleague:
    """One answer of a search for a person: who, what they do, and where."""

    practitioner_id: UUID
    name: str
    specialty: str
    workplaces: list[str]


@dataclass(frozen=True)
class ColleagueSearch:
    rows: list[Colleague]
    too_many: bool


def search_colleagues(text: str, *, besides: UUID | None = None, on: date | None = None) -> ColleagueSearch:
    """Professionals with an open account whose name, town, establishment or specialty begin with these words."""
    words = normalise(text).split()
    if not any(len(word) >= SHORTEST_WORD for word in words):
        return ColleagueSearch([], too_many=False)
    places = PractitionerRole.objects.current(on).select_related("organization").order_by("started_on", "pk")
    others = Practitioner.objects.exclude(pk=besides) if besides else Practitioner.objects.all()
    found = (
        others.filter(is_open_account("user__"), with_words(words))
        .prefetch_related(Prefetch("roles", queryset=places, to_attr="workplaces"))
        .order_by("sort_key", "pk")[: MOST_COLLEAGUES + 1]
    )
    rows = [_colleague(practitioner) for practitioner in found]
    return ColleagueSearch(rows[:MOST_COLLEAGUES], too_many=len(rows) > MOST_COLLEAGUES)


def search_services(
    text: str = "", *, organization_id: UUID | None = None, specialty: str = ""
) -> QuerySet[HealthcareService]:
    """Services open to requests, in French order; nothing typed and nothing chosen: all of them."""
    services = HealthcareService.objects.filter(with_words(normalise(text).split()), is_published=True)
    if organization_id:
        services = services.filter(organization_id=organization_id)
    if specialty:
        services = services.filter(specialty=specialty)
    return services.select_related("organization").order_by("sort_key", "pk")


@dataclass(frozen=True)
class Filters:
    """What narrows a list of services: keys and names of establishments, codes and labels of specialties."""

    organizations: list[tuple[UUID, str]]
    specialties: list[tuple[str, str]]


def filters_of(services: QuerySet[HealthcareService]) -> Filters:
    """Those that these services have, in French order, in one query."""
    words = ("organization", "organization__name", "organization__sort_key", "specialty", "specialty_label")
    rows = list(services.order_by().values_list(*words).distinct())
    organizations = sorted({(row[2], row[0], row[1]) for row in rows})
    specialties = {(row[3], row[4]) for row in rows}
    return Filters(
        [(key, name) for _, key, name in organizations],
        sorted(specialties, key=lambda pair: normalise(pair[1])),
    )


def with_words(words: list[str]) -> Q:
    """Each word begins a word of the text; GIN trigrams serve both forms."""
    found = Q()
    for word in words:
        found &= Q(search_text__startswith=word) | Q(search_text__contains=f" {word}")
    return found


def _colleague(practitioner: Practitioner) -> Colleague:
    roles: list[PractitionerRole] = practitioner.workplaces  # type: ignore[attr-defined]
    profession = profession_label(practitioner.profession)
    return Colleague(
        practitioner_id=practitioner.pk,
        name=practitioner.full_name,
        specialty=specialty_label(practitioner.profession, practitioner.specialty) or profession,
        workplaces=[_place(role.organization) for role in roles],
    )


def _place(organization: Organization) -> str:
    return ", ".join(part for part in (organization.name, organization.town) if part)


MOST_ROLES = 20


def search_roles(text: str, *, organization_id: UUID, on: date | None = None) -> list[PractitionerRole]:
    """Who works today in one establishment, with these words in their name or specialty; a few, in French order."""
    people = Practitioner.objects.filter(with_words(normalise(text).split()))
    roles = PractitionerRole.objects.current(on).filter(
        organization_id=organization_id, practitioner__in=people
    )
    named = roles.select_related("practitioner", "organization")
    return list(named.order_by("practitioner__sort_key", "pk")[:MOST_ROLES])


def search_organizations(text: str) -> QuerySet[Organization]:
    """Those of the house whose name, town or FINESS have these words; nothing typed: all of them."""
    number = "".join(text.split()).upper()
    return Organization.objects.filter(with_words(normalise(text).split()) | Q(finess=number or "-"))
