"""Establishments and services, created and corrected by an administrator."""

from dataclasses import asdict, dataclass, fields
from hashlib import blake2b
from typing import Any

from django.db import IntegrityError, models, transaction

from telavis.audit.administration import Act, trace
from telavis.directory.actions.indexing import index_organization, index_service
from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService, Organization, Originals, PractitionerRole
from telavis.directory.permissions import check_administrator, check_somebody_else
from telavis.values.refused import Refused

CHANGED_SINCE = "Quelqu’un vient de changer cette fiche : relisez-la, puis refaites votre correction."


@dataclass(frozen=True)
class OrganizationFacts:
    """What is typed of an establishment, each part parsed."""

    name: str
    kind: str
    finess: str = ""
    address_line: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ServiceFacts:
    """What is typed of a service."""

    name: str
    specialty: str
    specialty_label: str
    phone: str = ""
    originals: str = Originals.NO.value


Facts = OrganizationFacts | ServiceFacts


def mark_of(row: Organization | HealthcareService) -> str:
    """What a form was drawn from, to recognise that it has changed since."""
    kind = OrganizationFacts if isinstance(row, Organization) else ServiceFacts
    text = "\0".join(str(getattr(row, each.name)) for each in fields(kind))
    return blake2b(text.encode(), digest_size=12).hexdigest()


@transaction.atomic
def create_organization(facts: OrganizationFacts, *, by: Actor) -> Organization:
    check_administrator(by)
    _check_free_finess(facts, None)
    organization = Organization(**asdict(facts))
    _save_alone(organization, "Ce numéro FINESS vient d’être donné à un autre établissement.")
    index_organization(organization)
    trace(Act.CREATE_ORGANIZATION, by=by, kind="organization", key=organization.pk, label=str(organization))
    return organization


@transaction.atomic
def correct_organization(
    organization: Organization, facts: OrganizationFacts, *, seen: str, by: Actor
) -> Organization:
    """Its name and town change in every list; what was sent keeps what it said."""
    check_administrator(by)
    row = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    _check_free_finess(facts, row)
    changes = _apply(row, facts, seen)
    index_organization(row)
    trace(Act.CORRECT_ORGANIZATION, by=by, kind="organization", key=row.pk, label=str(row), changes=changes)
    return row


@transaction.atomic
def name_referent(organization: Organization, role: PractitionerRole, *, by: Actor) -> Organization:
    """The last owner of what nobody answers: somebody who works there today."""
    check_administrator(by)
    check_somebody_else(role, by)
    row = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    if not PractitionerRole.objects.current().filter(pk=role.pk, organization=row).exists():
        raise Refused("Cette personne ne travaille pas, ou plus, dans cet établissement.")
    if row.referent_id == role.pk:
        raise Refused("Cette personne est déjà le référent de cet établissement.")
    row.referent = role
    row.save(update_fields=["referent"])
    trace(
        Act.NAME_REFERENT,
        by=by,
        kind="organization",
        key=row.pk,
        label=str(row),
        what=role.practitioner.full_name,
    )
    return row


@transaction.atomic
def create_service(organization: Organization, facts: ServiceFacts, *, by: Actor) -> HealthcareService:
    """Closed to requests until it has what they need (telavis.services.actions.open_service)."""
    check_administrator(by)
    _check_free_name(organization, facts, None)
    service = HealthcareService(organization=organization, **asdict(facts))
    _save_alone(service, "Un service de ce nom vient d’être créé dans cet établissement.")
    index_service(service)
    trace(Act.CREATE_SERVICE, by=by, kind="service", key=service.pk, label=str(service))
    return service


@transaction.atomic
def correct_service(
    service: HealthcareService, facts: ServiceFacts, *, seen: str, by: Actor
) -> HealthcareService:
    check_administrator(by)
    locked = HealthcareService.objects.select_for_update(of=("self",)).select_related("organization")
    row = locked.get(pk=service.pk)
    _check_free_name(row.organization, facts, row)
    changes = _apply(row, facts, seen)
    index_service(row)
    trace(Act.CORRECT_SERVICE, by=by, kind="service", key=row.pk, label=str(row), changes=changes)
    return row


def _apply(row: Organization | HealthcareService, facts: Facts, seen: str) -> list[tuple[str, str, str]]:
    """Write what differs; gives label, before and after of each, for the trace."""
    if mark_of(row) != seen:
        raise Refused(CHANGED_SINCE)
    changes, names = [], []
    for name, value in asdict(facts).items():
        before = getattr(row, name)
        if before != value:
            changes.append((str(row._meta.get_field(name).verbose_name), before, value))  # type: ignore[union-attr]
            names.append(name)
            setattr(row, name, value)
    if not changes:
        raise Refused("Rien n’a changé.")
    row.save(update_fields=names)
    return changes


def _check_free_finess(facts: OrganizationFacts, row: Organization | None) -> None:
    other = Organization.objects.filter(finess=facts.finess or "none").first()
    if other and other != row:
        raise Refused(f"Ce numéro FINESS est celui de « {other} ».")


def _check_free_name(place: Organization, facts: ServiceFacts, row: HealthcareService | None) -> None:
    other = HealthcareService.objects.filter(organization=place, name=facts.name).first()
    if other and other != row:
        raise Refused(f"Cet établissement a déjà un service « {facts.name} ».")


def _save_alone(row: models.Model, sentence: str) -> None:
    """Of two who create the same at once, one does."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise Refused(sentence) from clash


def facts_of(row: Organization | HealthcareService) -> dict[str, Any]:
    """What a form begins with."""
    kind = OrganizationFacts if isinstance(row, Organization) else ServiceFacts
    return {each.name: getattr(row, each.name) for each in fields(kind)}
