"""Which services answer which types of request, and by which experts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from telavis.directory.models import HealthcareService, holds_on, is_there
from telavis.questionnaires.models import RequestType
from telavis.services.models import Absence, MemberKind, Membership, ServiceOffer


@dataclass(frozen=True)
class NamedExpert:
    """A member of a service to whom a request may be addressed."""

    role_id: UUID
    practitioner_id: UUID
    name: str
    is_away: bool


def types_answered() -> QuerySet[RequestType]:
    """What can be asked for today: the open types that at least one published service answers, in order of display."""
    answered = ServiceOffer.objects.filter(healthcare_service__is_published=True).values("request_type_id")
    return RequestType.objects.filter(is_open=True, pk__in=answered).order_by("position", "code")


def services_answering(
    services: QuerySet[HealthcareService], request_type_id: UUID | None
) -> QuerySet[HealthcareService]:
    """Those of these services that answer this type of request."""
    return services.filter(offers__request_type_id=request_type_id)


def offers_of(
    services: Iterable[HealthcareService], request_type_id: UUID | None
) -> dict[UUID, ServiceOffer]:
    """What each of these services says of this type: what for, what not for, what to join."""
    offers = ServiceOffer.objects.filter(healthcare_service__in=services, request_type_id=request_type_id)
    return {offer.healthcare_service_id: offer for offer in offers}


def named_experts(
    services: Iterable[HealthcareService], on: date | None = None
) -> dict[UUID, list[NamedExpert]]:
    """The experts and coordinators of each service, once each and in French order; who is away stays, and is said so."""
    day = on or timezone.localdate()
    members = (
        Membership.objects.filter(
            holds_on(day),
            is_there(day, "role__"),
            healthcare_service__in=services,
            kind__in=(MemberKind.EXPERT, MemberKind.COORDINATOR),
        )
        .select_related("role__practitioner")
        .order_by("role__practitioner__sort_key", "role_id")
    )
    away = set(
        Absence.objects.filter(membership__in=members, started_on__lte=day, ended_on__gte=day).values_list(
            "membership__healthcare_service_id", "membership__role_id"
        )
    )
    found: dict[UUID, dict[UUID, NamedExpert]] = defaultdict(dict)
    for member in members:
        service_id, role = member.healthcare_service_id, member.role
        found[service_id][role.pk] = NamedExpert(
            role.pk, role.practitioner_id, role.practitioner.full_name, (service_id, role.pk) in away
        )
    return {service_id: list(experts.values()) for service_id, experts in found.items()}
