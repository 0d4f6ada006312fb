"""What Pro Santé Connect says today is what the directory says; what was sent stays (docs/domain/sign-in.md, rule 36)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from telavis.accounts.proven_identity import ProvenIdentity, ProvenWorkplace
from telavis.directory.actions import take_over
from telavis.directory.actors import workplaces_of
from telavis.directory.models import Organization, OrganizationKind, Practitioner, PractitionerRole
from tests.factories import OrganizationFactory, PractitionerFactory, RoleFactory, ServiceRequestFactory
from tests.identities import proven

pytestmark = pytest.mark.django_db

PRACTICE = ProvenWorkplace(name="CABINET DE LA TOUR", postcode="33000", town="Bordeaux", mode="L")
HOSPITAL = ProvenWorkplace(name="CH DE PORT-LAVANDE", finess="990000208", postcode="99120", mode="S")


@pytest.fixture
def practitioner() -> Practitioner:
    made: Practitioner = PractitionerFactory(rpps="10100997245")
    return made


def tell(practitioner: Practitioner, before: ProvenIdentity | None = None, **told: Any) -> ProvenIdentity:
    identity = proven(**told)
    take_over(practitioner.user, identity, before=before)
    practitioner.refresh_from_db()
    return identity


def names_of(practitioner: Practitioner) -> list[str]:
    return sorted(role.organization.name for role in workplaces_of(practitioner.user))


def test_names_profession_and_specialty_follow(practitioner: Practitioner):
    tell(practitioner, family_name="Nouveau", given_name="Robert", specialty="SM15")
    assert practitioner.full_name == "Dr Robert Nouveau"
    assert practitioner.specialty == "SM15"
    assert practitioner.user.full_name == "Dr Robert Nouveau"
    assert "NOUVEAU" in practitioner.search_text


def test_what_is_not_told_stays(practitioner: Practitioner):
    before = practitioner.family_name
    practitioner.specialty = "SM54"
    practitioner.save(update_fields=["specialty"])
    tell(practitioner, family_name="", specialty="")
    assert (practitioner.family_name, practitioner.specialty) == (before, "SM54")


def test_workplaces_are_added(practitioner: Practitioner):
    tell(practitioner, workplaces=(PRACTICE, HOSPITAL))
    assert names_of(practitioner) == ["CABINET DE LA TOUR", "CH DE PORT-LAVANDE"]
    assert Organization.objects.get(finess="").kind == OrganizationKind.PRACTICE


def test_an_establishment_is_known_by_its_number_whatever_its_name(practitioner: Practitioner):
    hospital = OrganizationFactory(finess="990000208", name="Centre hospitalier")
    tell(practitioner, workplaces=(HOSPITAL,))
    assert [role.organization for role in workplaces_of(practitioner.user)] == [hospital]


def test_a_practice_is_known_by_its_name_and_postcode(practitioner: Practitioner):
    practice = OrganizationFactory(finess="", name="Cabinet de la Tour", postcode="33000")
    tell(practitioner, workplaces=(PRACTICE,))
    assert [role.organization for role in workplaces_of(practitioner.user)] == [practice]


def test_being_told_twice_changes_nothing(practitioner: Practitioner):
    first = tell(practitioner, workplaces=(PRACTICE, HOSPITAL))
    rows = list(PractitionerRole.objects.order_by("pk").values())
    tell(practitioner, first, workplaces=(HOSPITAL, PRACTICE))
    assert list(PractitionerRole.objects.order_by("pk").values()) == rows


def test_a_workplace_that_is_told_no_longer_ends(practitioner: Practitioner):
    first = tell(practitioner, workplaces=(PRACTICE, HOSPITAL))
    PractitionerRole.objects.update(started_on=timezone.localdate() - timedelta(days=30))
    tell(practitioner, first, workplaces=(PRACTICE,))
    assert names_of(practitioner) == ["CABINET DE LA TOUR"]


def test_a_workplace_that_begins_and_ends_on_one_day_ends_that_day(practitioner: Practitioner):
    first = tell(practitioner, workplaces=(PRACTICE, HOSPITAL))
    tell(practitioner, first, workplaces=(PRACTICE,))
    ended = PractitionerRole.objects.get(organization__finess="990000208")
    assert ended.ended_on == timezone.localdate()


def test_a_workplace_that_was_never_told_stays(practitioner: Practitioner):
    RoleFactory(practitioner=practitioner, organization__name="EHPAD choisi à l’inscription")
    first = tell(practitioner, workplaces=(PRACTICE,))
    tell(practitioner, first, workplaces=())
    assert "EHPAD choisi à l’inscription" in names_of(practitioner)


def test_a_workplace_that_comes_back_begins_anew(practitioner: Practitioner):
    first = tell(practitioner, workplaces=(HOSPITAL,))
    PractitionerRole.objects.update(started_on=timezone.localdate() - timedelta(days=30))
    second = tell(practitioner, first, workplaces=())
    tell(practitioner, second, workplaces=(HOSPITAL,))
    assert PractitionerRole.objects.count() == 2
    assert names_of(practitioner) == ["CH DE PORT-LAVANDE"]


def test_what_was_sent_keeps_the_workplace_it_was_sent_from(practitioner: Practitioner):
    first = tell(practitioner, workplaces=(HOSPITAL,))
    role = PractitionerRole.objects.get()
    request = ServiceRequestFactory(sent=True, requester=role)
    tell(practitioner, first, workplaces=(PRACTICE,))
    request.refresh_from_db()
    assert request.requester == role


def test_somebody_without_a_profession_changes_nothing(practitioner: Practitioner):
    first = tell(practitioner, workplaces=(HOSPITAL,))
    tell(practitioner, first, is_professional=False, profession="", workplaces=())
    assert (practitioner.profession, names_of(practitioner)) == ("10", ["CH DE PORT-LAVANDE"])


def test_a_number_that_belongs_to_another_is_not_taken(practitioner: Practitioner):
    other = PractitionerFactory(rpps="")
    tell(other)
    assert other.rpps == ""


def test_an_account_without_a_place_in_the_directory_is_left_alone(practitioner: Practitioner):
    practitioner.user.practitioner.delete()
    take_over(practitioner.user, proven(workplaces=(PRACTICE,)), before=None)
    assert not Organization.objects.exists()
