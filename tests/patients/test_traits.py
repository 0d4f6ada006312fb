"""Traits are checked once, at the door; the number's doubts warn and never block."""

from dataclasses import replace
from datetime import date

import pytest

from telavis.patients.models import NoNumberReason, Sex
from telavis.patients.traits import doubts
from telavis.values.birth_dates import Known
from telavis.values.invalid import InvalidValue
from telavis.values.nir import NIR
from tests.patients.factories import JEANNE, traits


@pytest.mark.parametrize(
    "fault",
    [
        {"birth_name": "   "},
        {"birth_name": "Durand2"},
        {"birth_name": "<script>"},
        {"given_names": "Jean--Paul"},
        {"used_name": "x" * 101},
        {"billing_nir": None, "no_number_reason": None},
    ],
)
def test_impossible_traits_are_refused_with_a_sentence(fault: dict[str, object]):
    with pytest.raises(InvalidValue, match=r"[.?]$"):
        traits(**fault)


def test_names_stay_as_typed_but_for_stray_spaces():
    person = traits(birth_name="  d’Argent ", given_names="Zoé  Anne-Marie")
    assert (person.birth_name, person.given_names) == ("d’Argent", "Zoé Anne-Marie")


@pytest.mark.parametrize(
    ("given_names", "said", "first"),
    [
        ("Jean-Pierre Marie", "", "Jean-Pierre"),
        ("Jean Pierre Marie", "jean-pierre", "Jean Pierre"),
        ("Jean-Pierre Marie", "jean pierre", "Jean-Pierre"),
        ("Jean-Pierre Marie", "Jean", "Jean"),
        ("Noé", "NOE", "Noé"),
    ],
)
def test_the_first_given_name_is_the_beginning_of_the_list(given_names: str, said: str, first: str):
    assert traits(given_names=given_names, first_given_name=said).first_given_name == first


@pytest.mark.parametrize("said", ["Pierre", "Jean Paul", "Jean Pierre Marie Luc"])
def test_a_first_given_name_that_does_not_begin_the_list_is_refused(said: str):
    with pytest.raises(InvalidValue, match="début de la liste"):
        traits(given_names="Jean Pierre Marie", first_given_name=said)


def test_a_part_of_the_date_that_nobody_knows_raises_no_doubt():
    unknown = replace(JEANNE, birth_date=date(1954, 12, 31), birth_date_known=Known.YEAR)
    estimated = replace(JEANNE, birth_date=date(1960, 12, 31), birth_date_known=Known.ABOUT)
    assert doubts(unknown) == doubts(estimated) == []


def test_a_number_that_fits_raises_no_doubt():
    assert doubts(JEANNE) == []


def test_a_number_of_another_sex_year_and_month_raises_three_doubts():
    other = replace(JEANNE, billing_nir=NIR.with_key("1610533063001"))
    found = doubts(other)
    assert len(found) == 3
    assert "masculin" in found[0]
    assert "61" in found[1]
    assert "05" in found[2]


def test_an_unknown_month_raises_no_doubt():
    assert doubts(replace(JEANNE, billing_nir=NIR.with_key("2542033063001"))) == []


def test_no_number_no_doubt():
    newborn = traits(birth_date=date(2026, 1, 1), no_number_reason=NoNumberReason.NEWBORN, sex=Sex.MALE)
    assert doubts(newborn) == []
