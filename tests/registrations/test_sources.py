"""What an application finds in the national directory and in the register of establishments."""

from pathlib import Path

import pytest

from telavis.directory.models import Organization
from telavis.registrations import actions
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.sources import find_establishments, find_professional
from tests.directory.extractions import (
    PEOPLE_SAMPLE,
    SITE_SAMPLE,
    activity,
    import_people,
    import_sites,
    people_file,
    rpps,
)
from tests.factories import OrganizationFactory, PractitionerFactory, RoleFactory
from tests.registrations.applying import an_administrator, begin, prove, reach

pytestmark = pytest.mark.django_db


def test_the_national_directory_proposes_name_and_workplaces():
    import_people(PEOPLE_SAMPLE)
    found = find_professional(rpps(3))
    assert found is not None
    assert (found.title, found.family_name, found.given_name) == ("Pr", "LE GOFF", "Hervé")
    assert (found.profession, found.specialty) == ("10", "SM58")
    assert [place.name for place in found.places] == ["CHU D'AQUILON"]


def test_it_is_believed_before_what_is_known_here():
    import_people(PEOPLE_SAMPLE)
    PractitionerFactory(rpps=rpps(3), family_name="Autrefois")
    found = find_professional(rpps(3))
    assert found is not None
    assert found.family_name == "LE GOFF"


def test_whom_it_does_not_know_may_be_known_here():
    role = RoleFactory(practitioner__rpps=rpps(50), practitioner__family_name="Durand")
    found = find_professional(rpps(50))
    assert found is not None
    assert found.family_name == "Durand"
    assert [place.name for place in found.places] == [role.organization.name]


def test_who_has_left_it_is_unknown_even_with_a_place_here(tmp_path: Path):
    RoleFactory(practitioner__rpps=rpps(1))
    import_people(people_file(tmp_path, activity(1), activity(2)))
    import_people(people_file(tmp_path, activity(2)), accept_losses=True)
    assert find_professional(rpps(1)) is None


def test_nobody_has_a_number_that_nobody_has():
    assert find_professional(rpps(98)) is None


def test_establishments_of_the_register_follow_those_that_work_here():
    import_sites(SITE_SAMPLE)
    here = OrganizationFactory(name="CH de Port-Lavande", town="Port-Lavande", finess="990000200")
    found = find_establishments("ch port lavande")
    assert found[0].name == here.name
    assert [place.finess for place in found].count("990000200") == 1
    assert [place.name for place in find_establishments("ehpad mimosas")] == ["EHPAD LES MIMOSAS"]


def test_a_place_of_the_register_is_taken_into_use_at_approval():
    import_sites(SITE_SAMPLE)
    place = find_establishments("ehpad mimosas")[0]
    registration = actions.choose_workplace(reach(begin()), place, by=APPLICANT)
    actions.approve(actions.submit(prove(registration), by=APPLICANT), by=an_administrator())
    assert Organization.objects.get(finess=place.finess).kind == place.kind
