"""The banner: the same patient in the same words on every screen."""

import pytest
import time_machine

from telavis.patients import queries
from tests.patients.factories import patient

pytestmark = pytest.mark.django_db


@time_machine.travel("2026-03-13T10:00:00Z", tick=False)
def test_the_banner_says_who_it_is():
    version = patient(used_name="Petit").current
    assert version is not None
    banner = queries.banner(version)
    assert (banner.name, banner.used_name, banner.sex) == ("DURAND Jeanne", "PETIT", "féminin")
    assert banner.age == "72\u00a0ans"
    assert (banner.ins, banner.is_qualified) == ("Identité provisoire", False)


def test_a_used_name_that_is_the_birth_name_is_not_said_twice():
    version = patient(used_name="DURAND").current
    assert version is not None
    assert queries.banner(version).used_name == ""
