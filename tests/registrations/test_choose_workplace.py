"""Where one works, and who one is where no source says it."""

import pytest

from telavis.registrations import actions
from telavis.registrations.models import Source
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.sources import find_establishments
from telavis.registrations.workflow import StepRefused
from tests.factories import OrganizationFactory
from tests.registrations.applying import PRACTICE, UNKNOWN_NUMBER, begin, submit

pytestmark = pytest.mark.django_db


def test_the_place_is_kept_as_it_was_chosen():
    registration = actions.choose_workplace(begin(), PRACTICE, by=APPLICANT)
    assert registration.workplace == PRACTICE


def test_a_first_name_and_a_profession_complete_what_was_typed():
    registration = begin(UNKNOWN_NUMBER)
    actions.choose_workplace(registration, PRACTICE, given_name="Jeanne", profession="60", by=APPLICANT)
    typed = registration.evidence.get(source=Source.TYPED)
    assert (typed.given_name, typed.profession) == ("Jeanne", "60")


def test_after_sending_the_place_stays():
    with pytest.raises(StepRefused):
        actions.choose_workplace(submit(), PRACTICE, by=APPLICANT)


@pytest.mark.parametrize("typed", ["aquilon", "chu aq", "99 000 010 8", "990000108"])
def test_an_establishment_is_found_by_name_town_or_number(typed: str):
    OrganizationFactory(name="CHU d’Aquilon", finess="990000108", town="Aquilon")
    assert [place.name for place in find_establishments(typed)] == ["CHU d’Aquilon"]


@pytest.mark.parametrize("typed", ["", "ch", "%", "_'\"\\", "123456789"])
def test_two_letters_or_signs_find_nothing(typed: str):
    OrganizationFactory(name="CHU d’Aquilon", finess="990000108")
    assert find_establishments(typed) == []
