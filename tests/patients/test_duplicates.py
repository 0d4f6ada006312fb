"""By night: who may be there twice waits for the identity desk, once."""

from datetime import date

import pytest

from telavis.patients import duplicates, merging
from telavis.patients.models import LikelyDuplicate, PairState
from telavis.patients.tasks import find_duplicates
from tests.patients.factories import patient
from tests.patients.test_merging import a_desk, merged

pytestmark = pytest.mark.django_db


def test_two_who_look_like_one_wait_with_what_is_alike():
    one, two = patient(), patient(birth_name="Durant")
    assert find_duplicates(0) == 1
    pair = LikelyDuplicate.objects.get()
    assert (pair.first, pair.second, pair.state) == (one, two, PairState.WAITING)
    assert "nom\u202f: phonétique" in pair.words
    assert "même lieu de naissance" in pair.words


def test_a_slip_in_the_date_is_found_by_the_sound_of_the_names():
    patient()
    patient(birth_name="Durant", birth_date=date(1954, 12, 3))
    assert duplicates.sweep() == 1


def test_twins_are_not_proposed():
    patient()
    patient(given_names="Paulette")
    assert duplicates.sweep() == 0


def test_found_again_every_night_a_pair_is_proposed_once():
    patient()
    patient(birth_name="Durant")
    assert [duplicates.sweep() for _ in range(2)] == [1, 0]


def test_told_apart_they_are_never_proposed_again():
    patient()
    patient(birth_name="Durant")
    duplicates.sweep()
    desk = a_desk()
    pair = merging.tell_apart(LikelyDuplicate.objects.get(), by=desk)
    assert (pair.state, pair.settled_by_id) == (PairState.APART, desk.user_id)
    assert duplicates.sweep() == 0
    assert LikelyDuplicate.objects.get().state == PairState.APART


def test_merged_they_are_settled_and_undone_they_wait_again():
    one, two = patient(), patient(birth_name="Durant")
    duplicates.sweep()
    desk = a_desk()
    made = merged(one, two, desk)
    assert LikelyDuplicate.objects.get().state == PairState.MERGED
    assert duplicates.sweep() == 0
    merging.undo(made, by=desk)
    assert LikelyDuplicate.objects.get().state == PairState.WAITING
