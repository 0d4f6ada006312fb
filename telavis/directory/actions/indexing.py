"""Keeping in order what lists sort by and searches read."""

from django.db import transaction

from telavis.directory.models import HealthcareService, Organization, Practitioner, PractitionerRole
from telavis.values.names import normalise, sort_key
from telavis.values.professions import profession_label, specialty_label


@transaction.atomic
def index_practitioner(practitioner: Practitioner) -> None:
    """After a change of name, specialty or workplace."""
    roles = PractitionerRole.objects.current().filter(practitioner=practitioner)
    places = [
        f"{role.organization.name} {role.organization.town}" for role in roles.select_related("organization")
    ]
    practitioner.sort_key = sort_key(practitioner.family_name, practitioner.given_name)
    practitioner.search_text = _words(
        practitioner.family_name,
        practitioner.given_name,
        profession_label(practitioner.profession),
        specialty_label(practitioner.profession, practitioner.specialty),
        *places,
    )
    practitioner.save(update_fields=["sort_key", "search_text"])


@transaction.atomic
def index_organization(organization: Organization) -> None:
    """After a change of name or town; its services and its people carry its words too."""
    organization.sort_key = sort_key(organization.name, organization.town)
    organization.search_text = _words(organization.name, organization.town, organization.get_kind_display())
    organization.save(update_fields=["sort_key", "search_text"])
    for service in organization.services.select_related("organization"):
        index_service(service)
    for practitioner in Practitioner.objects.filter(roles__organization=organization).distinct():
        index_practitioner(practitioner)


def index_service(service: HealthcareService) -> None:
    place = service.organization
    service.sort_key = sort_key(service.name, place.name)
    service.search_text = _words(service.name, service.specialty_label, place.name, place.town)
    service.save(update_fields=["sort_key", "search_text"])


def _words(*parts: str) -> str:
    """Each word once, so that a common one weighs nothing more."""
    return " ".join(dict.fromkeys(normalise(" ".join(parts)).split()))
