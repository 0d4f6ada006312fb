"""What an administrator reads: who waits, what differs, who might be the same person."""

import pytest

from telavis.registrations import actions
from telavis.registrations.models import Registration
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.queries.duplicates import duplicates_of
from telavis.registrations.queries.evidence import compare
from telavis.registrations.queries.queue import decided, waiting, waiting_count
from tests.factories import PractitionerFactory, UserFactory
from tests.registrations.applying import (
    MOBILE,
    NUMBER,
    OTHER_NUMBER,
    PRACTICE,
    an_administrator,
    begin,
    known_professional,
    prove,
    reach,
    sent_registration,
    submit,
)

pytestmark = pytest.mark.django_db


def test_the_oldest_comes_first_and_what_is_not_sent_does_not_come():
    first = submit(NUMBER)
    second = submit(OTHER_NUMBER, "Petit", email="b@exemple.fr", mobile="+33639980078")
    begin()
    assert [row.id for row in waiting().rows] == [first.pk, second.pk]
    assert waiting_count() == 2


def test_a_decided_one_leaves_the_queue():
    actions.approve(submit(), by=an_administrator())
    assert waiting().rows == []


def test_agreeing_sources_differ_in_nothing():
    known_professional()
    assert compare(submit()).differing == []


def test_another_name_is_told():
    known_professional(family_name="Petit")
    assert compare(submit()).differing == ["Nom d’exercice"]


def test_a_place_that_the_directory_does_not_know_is_told():
    known_professional()
    registration = prove(actions.choose_workplace(reach(begin()), PRACTICE, by=APPLICANT))
    assert compare(registration).differing == ["Lieu d’exercice"]


def test_the_same_mobile_and_nearly_the_same_name_are_one_duplicate():
    user = UserFactory(mobile=MOBILE)
    PractitionerFactory(user=user, family_name="DUBOIS", given_name="Jeanne")
    known_professional()
    (duplicate,) = duplicates_of(submit())
    assert duplicate.alike == ("même mobile", "nom proche")


def test_the_same_number_is_a_duplicate_of_an_account():
    who = known_professional()
    who.user = UserFactory()
    who.save(update_fields=["user"])
    (duplicate,) = duplicates_of(submit())
    assert duplicate.alike == ("même RPPS", "nom proche")


def test_another_registration_is_a_duplicate_too():
    known_professional()
    former = submit()
    actions.refuse(former, reason="Essai.", by=an_administrator())
    later = submit(email="autre@exemple.fr")
    (duplicate,) = duplicates_of(later)
    assert duplicate.alike == ("même RPPS", "même mobile", "nom proche")
    assert duplicate.registration_id == former.pk


def test_a_stranger_is_no_duplicate():
    known_professional()
    PractitionerFactory(family_name="Dubreuil", given_name="Jeanne")
    PractitionerFactory(family_name="Dubois", given_name="Paul")
    assert duplicates_of(submit()) == []


def test_an_address_alone_is_found_whatever_its_case():
    known_professional()
    registration = submit()
    UserFactory(email="autre@exemple.fr", mobile="")
    registration.email = "Autre@EXEMPLE.fr"
    (duplicate,) = duplicates_of(registration)
    assert duplicate.alike == ("même e-mail",)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("Dubois", "DUBOYS"),
        ("Dubois", "Martin-Dubois"),
        ("Martin-Dubois", "Dubois"),
        ("Noël", "NOEL"),
        ("Ly", "Ly"),
    ],
)
def test_a_name_that_is_nearly_the_same_is_found_among_accounts_and_among_those_who_wait(
    typed: str, other: str
):
    known_professional(family_name=typed)
    registration = submit(family_name=typed)
    PractitionerFactory(family_name=other, given_name="Jeanne")
    waits = sent_registration()
    waits.evidence.update(family_name=other)
    Registration.objects.filter(pk=waits.pk).update(email="autre@exemple.fr")
    assert [each.alike for each in duplicates_of(registration)] == [("nom proche",), ("nom proche",)]


def test_who_has_more_than_the_name_comes_before_all_who_have_only_that():
    known_professional()
    former = submit()
    for _ in range(3):
        PractitionerFactory(family_name="Dubois", given_name="Jeanne")
    found = duplicates_of(submit(email="autre@exemple.fr"))
    assert [each.registration_id for each in found] == [former.pk, None, None, None]


def test_a_town_of_that_name_is_nobody():
    known_professional(family_name="Martin")
    who = PractitionerFactory(family_name="Petit", given_name="Jeanne")
    who.search_text += " CABINET SAINT MARTIN DE VALMONT"
    who.save(update_fields=["search_text"])
    assert duplicates_of(submit(family_name="Martin")) == []


def test_both_lists_go_on_after_twenty_five_whatever_becomes_of_the_last_row():
    made = [sent_registration() for _ in range(27)]
    first = waiting()
    assert [row.id for row in first.rows] == [each.pk for each in made[:25]]
    actions.refuse(made[24], reason="Inconnue.", by=an_administrator())
    assert [row.id for row in waiting(first.next).rows] == [each.pk for each in made[25:]]
    for each in (*made[:24], *made[25:]):
        actions.refuse(each, reason="Inconnue.", by=an_administrator())
    newest = decided()
    assert [row.id for row in decided(newest.next).rows] == [made[0].pk, made[24].pk]


@pytest.mark.parametrize("after", ["x", "nan_x", "1e99_x", "²_1"])
def test_a_place_that_means_nothing_is_the_beginning(after: str):
    only = sent_registration()
    assert [row.id for row in waiting(after).rows] == [only.pk]


def test_that_only_the_applicant_speaks_is_told():
    sent_registration()
    assert waiting().rows[0].remarks == ("Absent de l’annuaire",)
