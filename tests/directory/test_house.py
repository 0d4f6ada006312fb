"""Establishments and services are created and corrected by an administrator."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from telavis.audit.queries import acts_upon
from telavis.directory.actions import house
from telavis.directory.actions.house import OrganizationFacts, ServiceFacts
from telavis.directory.actors import Actor
from telavis.directory.models import Organization
from telavis.directory.queries import search_organizations, search_roles, search_services
from tests.administration.administering import administrator, sentence
from tests.factories import OrganizationFactory, RoleFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db
FACTS = OrganizationFacts(name="CH de Valmont", kind="hospital", finess="990000207", town="Valmont")
SERVICE = ServiceFacts("Dermatologie", "G15_10/SM15", "Dermatologie et vénéréologie")


def test_an_establishment_is_created_and_found():
    made = house.create_organization(FACTS, by=administrator())
    assert list(search_organizations("valmont")) == [made]
    assert list(search_organizations("990 000 207")) == [made]
    assert acts_upon(made.pk).get().detail["did"] == "create_organization"


def test_a_finess_number_is_of_one_establishment():
    by = administrator()
    house.create_organization(FACTS, by=by)
    again = replace(FACTS, name="Autre")
    assert "celui de « CH de Valmont »" in sentence(lambda: house.create_organization(again, by=by)).replace(
        "\u202f", " "
    )


def test_a_correction_says_what_changed_and_is_found_by_its_new_name():
    by = administrator()
    made = house.create_organization(FACTS, by=by)
    house.correct_organization(made, replace(FACTS, name="CHU de Montval"), seen=house.mark_of(made), by=by)
    assert search_organizations("montval").exists()
    change = acts_upon(made.pk).filter(detail__did="correct_organization").get().detail["changes"]
    assert change == [["nom", "CH de Valmont", "CHU de Montval"]]


def test_of_two_corrections_of_the_same_page_one_is_read_again():
    by = administrator()
    made = house.create_organization(FACTS, by=by)
    seen = house.mark_of(made)
    house.correct_organization(made, replace(FACTS, name="Le premier"), seen=seen, by=by)
    late = replace(FACTS, name="Le second")
    assert "vient de changer" in sentence(lambda: house.correct_organization(made, late, seen=seen, by=by))
    assert Organization.objects.get(pk=made.pk).name == "Le premier"


def test_a_correction_without_a_change_says_so():
    by = administrator()
    made = house.create_organization(FACTS, by=by)
    seen = house.mark_of(made)
    assert "Rien n’a changé" in sentence(lambda: house.correct_organization(made, FACTS, seen=seen, by=by))


def test_the_referent_works_there():
    by, place = administrator(), OrganizationFactory()
    role = RoleFactory(organization=place)
    house.name_referent(place, role, by=by)
    place.refresh_from_db()
    assert place.referent == role
    stranger = RoleFactory()
    assert "ne travaille pas" in sentence(lambda: house.name_referent(place, stranger, by=by))
    assert "déjà le référent" in sentence(lambda: house.name_referent(place, role, by=by))


def test_an_administrator_does_not_name_themselves():
    by, place = administrator(), OrganizationFactory()
    own = RoleFactory(organization=place, practitioner__user=by.user)
    assert "un autre administrateur" in sentence(lambda: house.name_referent(place, own, by=by))


def test_a_service_begins_closed_to_requests_and_its_name_is_its_own():
    by, place = administrator(), OrganizationFactory()
    made = house.create_service(place, SERVICE, by=by)
    assert not search_services("dermatologie").filter(pk=made.pk).exists()
    assert "déjà un service" in sentence(lambda: house.create_service(place, SERVICE, by=by))


def test_a_corrected_service_is_found_by_its_new_words():
    by, service = administrator(), ServiceFactory()
    facts = replace(SERVICE, name="Lésions de la peau")
    house.correct_service(service, facts, seen=house.mark_of(service), by=by)
    assert list(search_services("lésions")) == [service]


def test_only_those_who_work_there_today_are_chosen():
    role, _elsewhere = RoleFactory(practitioner__family_name="Martin"), RoleFactory()
    former = RoleFactory(organization=role.organization, ended_on=role.started_on)
    found = search_roles("", organization_id=role.organization_id)
    assert found == [role]
    assert former not in found
    assert search_roles("martin", organization_id=role.organization_id) == [role]
    assert search_roles("personne", organization_id=role.organization_id) == []


def test_only_an_administrator_does():
    by = Actor(user=UserFactory())
    with pytest.raises(PermissionDenied):
        house.create_organization(FACTS, by=by)
    place = OrganizationFactory()
    with pytest.raises(PermissionDenied):
        house.create_service(place, SERVICE, by=by)
