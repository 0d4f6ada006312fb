"""What letting somebody in writes: the professional, linked to their account, and the place where they work."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from telavis.accounts.models import User
from telavis.directory.actions import index_organization, index_practitioner
from telavis.directory.models import Organization, Practitioner, PractitionerRole
from telavis.directory.places import Place
from telavis.values.professions import title_of


class AlreadyEnrolled(Exception):
    """This number belongs to somebody who has another account."""

    def __init__(self, holder: User) -> None:
        super().__init__(str(holder))


@dataclass(frozen=True)
class Newcomer:
    """Who comes in, in the words of the source that was believed."""

    family_name: str
    given_name: str
    profession: str
    rpps: str = ""
    title: str = ""
    specialty: str = ""


@transaction.atomic
def enrol(user: User, newcomer: Newcomer, place: Place) -> PractitionerRole:
    """The workplace from which this account will act. Names that the directory holds already stay as they are."""
    practitioner = _practitioner(newcomer)
    if practitioner.user is not None and practitioner.user != user:
        raise AlreadyEnrolled(practitioner.user)
    practitioner.user = user
    practitioner.save(update_fields=["user"])
    role, _ = PractitionerRole.objects.get_or_create(
        practitioner=practitioner,
        organization=_organization(place),
        ended_on=None,
        defaults={"started_on": timezone.localdate()},
    )
    index_practitioner(practitioner)
    return role


@transaction.atomic
def enrol_beside(user: User, newcomer: Newcomer, colleague: PractitionerRole) -> PractitionerRole:
    """Somebody who works where `colleague` does; who has a place already keeps it."""
    own = PractitionerRole.objects.current().filter(practitioner__user=user).order_by("pk").first()
    if own is not None:
        return own
    practitioner = Practitioner.objects.filter(user=user).first() or _practitioner(newcomer)
    practitioner.user = user
    practitioner.save(update_fields=["user"])
    role = PractitionerRole.objects.create(
        practitioner=practitioner, organization=colleague.organization, started_on=timezone.localdate()
    )
    index_practitioner(practitioner)
    return role


def _practitioner(newcomer: Newcomer) -> Practitioner:
    names = {
        "title": newcomer.title or title_of(newcomer.profession),
        "family_name": newcomer.family_name,
        "given_name": newcomer.given_name,
        "profession": newcomer.profession,
        "specialty": newcomer.specialty,
    }
    if not newcomer.rpps:
        return Practitioner.objects.create(**names)
    Practitioner.objects.get_or_create(rpps=newcomer.rpps, defaults=names)
    locked = Practitioner.objects.select_for_update(of=("self",)).select_related("user")
    return locked.get(rpps=newcomer.rpps)


def _organization(place: Place) -> Organization:
    """The one with this FINESS number, else one with this very name and address, else a new one."""
    address = {"address_line": place.address_line, "postcode": place.postcode, "town": place.town}
    if place.finess:
        organization, is_new = Organization.objects.get_or_create(
            finess=place.finess, defaults={"name": place.name, "kind": place.kind, **address}
        )
    else:
        same = Organization.objects.filter(name=place.name, finess="", **address).order_by("pk").first()
        organization = same or Organization.objects.create(name=place.name, kind=place.kind, **address)
        is_new = same is None
    if is_new:
        index_organization(organization)
    return organization
