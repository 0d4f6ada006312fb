"""What Pro Santé Connect says of somebody's name, profession and workplaces, taken over at each sign-in.

Only the directory changes: a request keeps the role, and the identity, that it was sent with.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from telavis.accounts.models import User
from telavis.accounts.proven_identity import ProvenIdentity, ProvenWorkplace
from telavis.directory.actions.indexing import index_organization, index_practitioner
from telavis.directory.models import (
    Organization,
    OrganizationKind,
    Practitioner,
    PractitionerRole,
    PublishedEstablishment,
)
from telavis.values.finess import Finess, InvalidFiness
from telavis.values.names import normalise

LIBERAL = "L"
LONGEST_NAME = 100
LONGEST_TITLE = 10


@transaction.atomic
def take_over(user: User, told: ProvenIdentity, *, before: ProvenIdentity | None) -> None:
    """Names and profession as told today; workplaces added, and ended if they were told before and no longer are."""
    practitioner = Practitioner.objects.select_for_update(of=("self",)).filter(user=user).first()
    if practitioner is None or not told.is_professional:
        return
    _rename(practitioner, told)
    present = {_open_role(practitioner, place, told).organization_id for place in told.workplaces}
    for place in before.workplaces if before else ():
        gone = _known_organization(place, before or told)
        if gone and gone.pk not in present:
            _end_role(practitioner, gone)
    index_practitioner(practitioner)
    if user.full_name != practitioner.full_name:
        user.full_name = practitioner.full_name
        user.save(update_fields=["full_name"])


def _rename(practitioner: Practitioner, told: ProvenIdentity) -> None:
    """What was not told stays as it is, except the specialty of another profession."""
    if told.profession != practitioner.profession or told.specialty:
        practitioner.specialty = told.specialty[:20]
    practitioner.profession = told.profession[:10]
    practitioner.title = told.title[:LONGEST_TITLE]
    practitioner.family_name = told.family_name[:LONGEST_NAME] or practitioner.family_name
    practitioner.given_name = told.given_name[:LONGEST_NAME] or practitioner.given_name
    if told.rpps and not practitioner.rpps and not Practitioner.objects.filter(rpps=told.rpps).exists():
        practitioner.rpps = told.rpps
    practitioner.save(update_fields=["specialty", "profession", "title", "family_name", "given_name", "rpps"])


def _open_role(practitioner: Practitioner, place: ProvenWorkplace, told: ProvenIdentity) -> PractitionerRole:
    organization = _known_organization(place, told) or _new_organization(place, told)
    role, _ = PractitionerRole.objects.get_or_create(
        practitioner=practitioner,
        organization=organization,
        ended_on=None,
        defaults={"started_on": timezone.localdate()},
    )
    return role


def _end_role(practitioner: Practitioner, organization: Organization) -> None:
    """Yesterday was the last day, so that no act is stamped with it from now on."""
    yesterday = timezone.localdate() - timedelta(days=1)
    roles = PractitionerRole.objects.filter(
        practitioner=practitioner, organization=organization, ended_on__isnull=True
    )
    for role in roles:
        role.ended_on = max(role.started_on, yesterday)
        role.save(update_fields=["ended_on"])


def _known_organization(place: ProvenWorkplace, told: ProvenIdentity) -> Organization | None:
    """By its FINESS number; a practice, which has none, by its name and postcode."""
    if finess := _finess(place):
        return Organization.objects.filter(finess=finess).first()
    same_place = Organization.objects.filter(finess="", postcode=place.postcode[:5]).order_by("pk")
    name = normalise(_name(place, told))
    return next((each for each in same_place if normalise(each.name) == name), None)


def _new_organization(place: ProvenWorkplace, told: ProvenIdentity) -> Organization:
    """As the register has it, where it has it; a sign-in at the same moment may have been first."""
    facts = _registered(place) or {
        "name": _name(place, told),
        "kind": OrganizationKind.PRACTICE if place.mode == LIBERAL else OrganizationKind.OTHER,
        "address_line": place.address_line,
        "postcode": place.postcode[:5],
        "town": place.town[:100],
    }
    if finess := _finess(place):
        organization, _ = Organization.objects.get_or_create(finess=finess, defaults=facts)
    else:
        organization = Organization.objects.create(**facts)
    index_organization(organization)
    return organization


def _registered(place: ProvenWorkplace) -> dict[str, str] | None:
    """What the State publishes of this establishment."""
    published = PublishedEstablishment.objects.filter(finess=_finess(place) or "none").first()
    if published is None:
        return None
    return {
        "name": published.name[:200],
        "kind": published.kind,
        "address_line": published.address_line[:200],
        "postcode": published.postcode,
        "town": published.town[:100],
    }


def _name(place: ProvenWorkplace, told: ProvenIdentity) -> str:
    return (place.name or f"Cabinet de {told.full_name}")[:200]


def _finess(place: ProvenWorkplace) -> str:
    try:
        return Finess.accept(place.finess)
    except InvalidFiness:
        return ""
