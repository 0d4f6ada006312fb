"""Colleagues and services are found by the beginnings of their words."""

import pytest
from django.db import connection

from telavis.directory import actions, queries
from telavis.directory.models import HealthcareService, Practitioner, PractitionerRole
from telavis.directory.queries.colleagues import with_words
from tests.factories import OrganizationFactory, PractitionerFactory, RoleFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def colleague(family_name: str, town: str = "Blaye", **traits: object) -> PractitionerRole:
    organization = OrganizationFactory(name=f"CH de {town}", town=town)
    practitioner = PractitionerFactory(family_name=family_name, specialty="SM15", **traits)
    role: PractitionerRole = RoleFactory(practitioner=practitioner, organization=organization)
    actions.index_practitioner(practitioner)
    return role


def service(name: str, town: str, **traits: object) -> HealthcareService:
    found: HealthcareService = ServiceFactory(
        name=name, organization__name=f"CHU de {town}", organization__town=town, **traits
    )
    actions.index_service(found)
    return found


def names(text: str) -> list[str]:
    return [row.name for row in queries.search_colleagues(text).rows]


@pytest.mark.parametrize("text", ["lefev", "LEFÈVRE", "blaye lef", "dermato blaye", "camille lefevre"])
def test_a_colleague_is_found_by_name_town_and_specialty(text: str):
    colleague("Lefèvre")
    colleague("Moreau", town="Libourne")
    assert names(text) == ["Dr Camille Lefèvre"]


@pytest.mark.parametrize("text", ["", "l", "1 %", "fèvre", "lefevre libourne"])
def test_other_words_find_nobody(text: str):
    colleague("Lefèvre")
    assert names(text) == []


def test_the_row_says_what_they_do_and_where():
    role = colleague("Lefèvre")
    row = queries.search_colleagues("lefevre").rows[0]
    assert row.practitioner_id == role.practitioner_id
    assert row.specialty == "Dermatologie et vénéréologie"
    assert row.workplaces == ["CH de Blaye, Blaye"]


def test_neither_oneself_nor_a_closed_account_is_a_colleague():
    mine = colleague("Lefèvre")
    closed = colleague("Lefèbre")
    assert closed.practitioner.user is not None
    closed.practitioner.user.is_active = False
    closed.practitioner.user.save(update_fields=["is_active"])
    colleague("Lefort", user=None)
    assert queries.search_colleagues("lef", besides=mine.practitioner_id).rows == []


def test_ten_colleagues_at_most_in_french_order():
    for letter in "KJIHGFEDCBA":
        colleague(f"Mé{letter}r")
    found = queries.search_colleagues("me")
    assert found.too_many
    assert [row.name[-4:] for row in found.rows] == [f"Mé{letter}r" for letter in "ABCDEFGHIJ"]


def test_services_by_words_establishment_and_specialty():
    bordeaux = service("Dermatologie", "Bordeaux")
    pau = service("Maladies infectieuses", "Pau", specialty="SM58", specialty_label="Maladies infectieuses")
    assert list(queries.search_services("pau infec")) == [pau]
    assert list(queries.search_services(organization_id=bordeaux.organization_id)) == [bordeaux]
    assert list(queries.search_services(specialty="SM58")) == [pau]
    assert list(queries.search_services()) == [bordeaux, pau]


def test_a_service_that_is_not_published_is_not_found():
    closed = service("Dermatologie", "Bordeaux")
    closed.is_published = False
    closed.save(update_fields=["is_published"])
    assert not queries.search_services("dermato").exists()


def test_filters_offer_what_there_is():
    bordeaux = service("Dermatologie", "Bordeaux")
    everything = queries.search_services()
    filters = queries.filters_of(everything)
    assert filters.organizations == [(bordeaux.organization_id, bordeaux.organization.name)]
    assert filters.specialties == [(bordeaux.specialty, "Dermatologie et vénéréologie")]


def test_a_renamed_establishment_renames_what_its_people_and_services_are_found_by():
    role = colleague("Lefèvre")
    role.organization.town = "Royan"
    role.organization.save(update_fields=["town"])
    actions.index_organization(role.organization)
    assert names("royan") == ["Dr Camille Lefèvre"]


def test_no_search_of_colleagues_reads_a_whole_table():
    colleague("Lefèvre")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        found = Practitioner.objects.filter(with_words(["LEF", "BLAYE"]))
        assert "Seq Scan" not in found.explain()
