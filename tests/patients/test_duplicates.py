"""By night: who may be there twice waits for the identity desk, once."""

from datetime import date, timedelta
from itertools import combinations

import pytest

from telavis.patients import actions, duplicates, merging
from telavis.patients.date_slips import DateHow, compare_dates
from telavis.patients.models import LikelyDuplicate, PairState
from telavis.patients.resemblance import Likened
from telavis.patients.standing import Standing
from telavis.patients.tasks import find_duplicates
from telavis.values.birth_dates import Known
from telavis.values.keys import new_key
from telavis.values.nir import NIR
from tests.patients.factories import SOMEBODY, patient, traits
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


def test_a_year_of_which_nobody_knew_more_is_compared_with_the_whole_dates_of_that_year():
    patient()
    patient(birth_date=date(1954, 12, 31), birth_date_known=Known.YEAR)
    assert duplicates.sweep() == 1


def test_twins_are_not_proposed():
    patient()
    patient(given_names="Paulette")
    assert duplicates.sweep() == 0


def test_a_fictitious_identity_is_nobodys_double():
    patient()
    twin = patient(birth_name="Durant")
    fictitious = Standing(is_fictitious=True)
    actions.new_version(twin, traits(birth_name="Durant"), by=SOMEBODY, standing=fictitious)
    assert duplicates.sweep() == 0


def test_whoever_was_absorbed_is_compared_no_more():
    kept, gone = patient(), patient(birth_name="Durant")
    merged(kept, gone)
    LikelyDuplicate.objects.all().delete()
    assert duplicates.sweep() == 0


def test_of_too_many_pairs_the_likeliest_are_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(duplicates, "MOST_OF_A_NIGHT", 1)
    one, same = patient(), patient()
    patient(birth_name="Durant", birth_date=date(1954, 12, 3))
    assert duplicates.sweep() == 1
    pair = LikelyDuplicate.objects.get()
    assert (pair.first, pair.second) == (one, same)


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


def test_what_was_said_of_somebody_absorbed_is_not_asked_again_of_who_stands_for_them():
    gone, third, kept = patient(birth_name="Zubeli"), patient(birth_name="Durant"), patient()
    apart = LikelyDuplicate.objects.create(first=gone, second=third, score=30)
    desk = a_desk()
    merging.tell_apart(apart, by=desk)
    merged(kept, gone, desk)
    assert duplicates.sweep() == 0
    assert LikelyDuplicate.objects.get() == apart


def test_a_pair_that_became_one_while_the_night_was_at_work_waits_no_more():
    kept, gone = patient(), patient(birth_name="Durant")
    merged(kept, gone)
    LikelyDuplicate.objects.create(first=kept, second=gone, score=30)
    duplicates.sweep()
    assert not LikelyDuplicate.objects.exists()


def test_past_the_most_of_a_block_those_of_a_rarer_name_are_compared(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(duplicates, "LARGEST_BLOCK", 2)
    _, _, one, other = (patient(birth_name=name) for name in ("Zubeli", "Martin", "Durand", "Durant"))
    duplicates.sweep()
    assert (one.pk, other.pk) in LikelyDuplicate.objects.values_list("first", "second")


def test_merged_they_are_settled_and_undone_they_wait_again():
    one, two = patient(), patient(birth_name="Durant")
    duplicates.sweep()
    desk = a_desk()
    made = merged(one, two, desk)
    assert LikelyDuplicate.objects.get().state == PairState.MERGED
    assert duplicates.sweep() == 0
    merging.undo(made, by=desk)
    assert LikelyDuplicate.objects.get().state == PairState.WAITING


def test_names_that_were_swapped_a_child_under_a_number_and_a_used_name_are_compared():
    one = patient(birth_name="Durand", given_names="Jeanne")
    swapped = patient(birth_name="Jeanne", given_names="Durand")
    married = patient(birth_name="Zubeli", used_name="Durand", given_names="Jeanne")
    duplicates.sweep()
    found = set(LikelyDuplicate.objects.values_list("first", "second"))
    assert {(one.pk, swapped.pk), (one.pk, married.pk)} <= found


def test_under_one_number_a_double_is_found_whatever_the_day():
    number = NIR.with_key("2540333063001")
    one = patient(billing_nir=number, no_number_reason=None)
    other = patient(billing_nir=number, no_number_reason=None, birth_date=date(1955, 4, 12))
    patient(billing_nir=number, no_number_reason=None, given_names="Zoé", birth_date=date(1984, 4, 12))
    assert duplicates.sweep() == 1
    pair = LikelyDuplicate.objects.get()
    assert (pair.first, pair.second) == (one, other)


def test_many_of_one_name_are_compared_by_the_slips_of_their_dates_only():
    heard = duplicates.Heard()
    for day in range(300):
        person = Likened.of(traits(birth_date=date(1950, 1, 1) + timedelta(days=day)), new_key())
        assert person.id
        heard.add(person, person.id)
    born = dict(zip(heard.keys, heard.days, strict=True))
    apart = {tuple(sorted((born[one], born[other]))) for one, other in heard.born_one_slip_apart()}
    days = heard.days
    expected = {
        (one, other)
        for one, other in combinations(days, 2)
        if compare_dates(one, other) in (DateHow.SWAPPED, DateHow.ONE_DIGIT)
    }
    assert apart == expected
