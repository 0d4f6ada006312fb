"""Two identities of one person: one, and two again."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from telavis.accounts.models import AccountRight, Right
from telavis.audit.models import AuditEvent
from telavis.directory.actors import Actor
from telavis.patients import actions, merging, pairs, queries
from telavis.patients.models import (
    IdentityStatus,
    IdentityVersion,
    LikelyDuplicate,
    Merge,
    PairState,
    Patient,
)
from telavis.patients.standing import Standing
from telavis.patients.terms import SearchTerms
from telavis.patients.traits import traits_of
from telavis.values.nir import NIR
from telavis.values.refused import Refused
from tests.factories import UserFactory
from tests.patients.factories import CHECK, SOMEBODY, found_by_service, patient, traits

pytestmark = pytest.mark.django_db


def a_desk() -> Actor:
    """Somebody of the identity desk."""
    user = UserFactory()
    AccountRight.objects.create(user=user, right=Right.IDENTITY_DESK)
    return Actor(user)


def merged(survivor: Patient, absorbed: Patient, by: Actor | None = None) -> Merge:
    plan = merging.plan_of(fresh(survivor), fresh(absorbed))
    return merging.merge(plan.survivor, plan.absorbed, seen=plan.mark, by=by or a_desk())


def fresh(known: Patient) -> Patient:
    return Patient.objects.select_related("current").get(pk=known.pk)


def rows() -> list[dict[str, Any]]:
    """Every patient and every version, column by column."""
    return [*Patient.objects.order_by("pk").values(), *IdentityVersion.objects.order_by("pk").values()]


def found(last: str) -> list[Any]:
    return [(row.id, row.name) for row in queries.search(SearchTerms(last=last)).rows]


def test_the_absorbed_identity_leads_to_the_survivor_and_loses_nothing():
    kept, gone = patient(), patient(birth_name="Zubeli")
    version = gone.current
    merged(kept, gone)
    assert fresh(gone).current == fresh(kept).current == kept.current
    assert fresh(gone).own_identity == version
    assert found("Zubeli") == found("Durand") == [(kept.pk, "DURAND Jeanne")]


def test_the_search_says_that_it_was_another_name():
    kept, gone = patient(), patient(birth_name="Zubeli")
    merged(kept, gone)
    assert "fusionnée avec celle-ci" in queries.search(SearchTerms(last="Zubeli")).rows[0].why


def test_the_absorbed_one_takes_no_place_among_the_ten():
    everybody = [patient(birth_date=date(1950 + year, 3, 12)) for year in range(11)]
    merged(everybody[0], everybody[1])
    result = queries.search(SearchTerms(last="Durand"))
    assert {row.id for row in result.rows} == {each.pk for each in everybody} - {everybody[1].pk}
    assert (len(result.rows), result.too_many) == (10, False)


def test_whoever_is_the_likeliest_stays_first_when_an_absorbed_name_is_found_too():
    kept, between = patient(birth_name="Durand"), patient(birth_name="Durant")
    gone = patient(birth_name="Durandd", birth_place_label="Pau")
    merged(kept, gone)
    rows_found = queries.search(SearchTerms(last="Durand", given="Jeanne", approximate=True)).rows
    assert [row.id for row in rows_found] == [kept.pk, between.pk]
    assert [row.birth_place for row in rows_found] == ["", ""]


def test_undone_each_is_exactly_what_it_was():
    kept, gone = patient(), patient(birth_name="Durant")
    before, desk = rows(), a_desk()
    made = merged(kept, gone, desk)
    assert rows() != before
    merging.undo(made, by=desk)
    assert rows() == before


def test_a_later_correction_of_the_survivor_is_that_of_both():
    kept, gone = patient(), patient(birth_name="Durant")
    merged(kept, gone)
    for corrected, name in ((gone, "Durand-Petit"), (kept, "Durand-Roux")):
        actions.new_version(corrected, traits(birth_name=name), by=SOMEBODY)
        assert {fresh(kept).identity.birth_name, fresh(gone).identity.birth_name} == {name}
    assert gone.versions.count() == 1


def test_merges_one_upon_another_are_undone_in_any_order():
    one, two, three = patient(), patient(birth_name="Durant"), patient(birth_name="Durrand")
    before, desk = rows(), a_desk()
    first, second = merged(two, one, desk), merged(three, two, desk)
    assert fresh(one).merged_into == fresh(two).merged_into == three
    merging.undo(second, by=desk)
    assert (fresh(one).merged_into, fresh(one).identity) == (two, two.identity)
    again = merged(three, two, desk)
    merging.undo(first, by=desk)
    assert (fresh(one).merged_into, fresh(two).merged_into) == (None, three)
    merging.undo(again, by=desk)
    assert rows() == before


def test_the_journal_keeps_both_and_no_name():
    kept, gone = patient(), patient(birth_name="Durant")
    desk = a_desk()
    merging.undo(merged(kept, gone, desk), by=desk)
    lines = AuditEvent.objects.filter(action__in=["merge_patients", "part_patients"]).order_by("id")
    told = [(line.action, line.patient_id, line.detail["with"]) for line in lines]
    assert told == [
        (action, mine.pk, str(other.pk))
        for action in ("merge_patients", "part_patients")
        for mine, other in ((kept, gone), (gone, kept))
    ]
    assert "Dur" not in str([line.detail for line in lines])


def test_told_apart_nobody_survives_the_other():
    one, other = patient(), patient(birth_name="Durant")
    pair = LikelyDuplicate.objects.create(first=one, second=other, score=30)
    merging.tell_apart(pair, by=a_desk())
    lines = AuditEvent.objects.filter(action="tell_apart").order_by("id")
    assert [line.detail for line in lines] == [{"with": str(other.pk)}, {"with": str(one.pk)}]


def test_the_surer_one_stays():
    sure, unsure = patient(), patient(birth_name="Durant")
    actions.new_version(sure, traits(), by=SOMEBODY, standing=Standing(check=CHECK))
    with pytest.raises(Refused, match="plus sûre"):
        merged(unsure, sure)
    merged(sure, unsure)


def test_two_who_have_their_own_ins_are_two_persons():
    one, two = patient(), patient(birth_name="Durant")
    for each, number in ((one, "2540333063001"), (two, "2540333063002")):
        ins = found_by_service(number=NIR.with_key(number))
        actions.new_version(each, traits_of(each.identity), by=SOMEBODY, standing=Standing(ins=ins))
    with pytest.raises(Refused, match="deux personnes"):
        merged(one, two)


def test_undone_the_ins_that_the_survivor_received_meanwhile_goes_back_and_one_of_a_third_stays():
    sure, gone = patient(), patient(birth_name="Durant")
    ins = found_by_service()
    actions.new_version(gone, traits_of(gone.identity), by=SOMEBODY, standing=Standing(ins=ins))
    actions.new_version(sure, traits(), by=SOMEBODY, standing=Standing(check=CHECK))
    desk = a_desk()
    made = merged(sure, gone, desk)
    actions.new_version(sure, traits(), by=SOMEBODY, standing=Standing(check=CHECK, ins=ins))
    merging.undo(made, by=desk)
    assert (fresh(sure).ins_matricule, fresh(sure).identity.status) == ("", IdentityStatus.VALIDATED)
    assert (fresh(gone).ins_matricule, fresh(gone).versions.count()) == (ins.matricule.number, 2)
    made = merged(sure, gone, desk)
    third = patient(birth_name="Zubeli")
    actions.new_version(third, traits_of(third.identity), by=SOMEBODY, standing=Standing(ins=ins))
    merging.undo(made, by=desk)
    assert fresh(third).ins_matricule == ins.matricule.number
    assert (fresh(gone).ins_matricule, fresh(gone).identity.status) == ("", IdentityStatus.PROVISIONAL)
    assert (fresh(gone).merged_into, fresh(gone).identity.birth_name) == (None, "Durant")


@pytest.mark.parametrize("inner_first", [True, False])
def test_an_ins_received_for_two_who_were_absorbed_goes_back_in_whatever_order_they_part(inner_first: bool):
    inner, middle, outer = patient(), patient(birth_name="Durant"), patient(birth_name="Durand-Petit")
    ins, desk = found_by_service(), a_desk()
    actions.new_version(inner, traits_of(inner.identity), by=SOMEBODY, standing=Standing(ins=ins))
    for each in (middle, outer):
        actions.new_version(each, traits_of(each.identity), by=SOMEBODY, standing=Standing(check=CHECK))
    made = [merged(middle, inner, desk), merged(outer, middle, desk)]
    known = traits_of(fresh(outer).identity)
    actions.new_version(fresh(outer), known, by=SOMEBODY, standing=Standing(check=CHECK, ins=ins))
    for each in made if inner_first else reversed(made):
        merging.undo(each, by=desk)
    assert [fresh(each).ins_matricule for each in (inner, middle, outer)] == [ins.matricule.number, "", ""]


def test_undone_while_a_third_receives_the_ins_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch):
    kept, gone, third = patient(), patient(birth_name="Durant"), patient(birth_name="Zubeli")
    ins = found_by_service()
    actions.new_version(gone, traits_of(gone.identity), by=SOMEBODY, standing=Standing(ins=ins))
    actions.new_version(kept, traits(), by=SOMEBODY, standing=Standing(check=CHECK))
    desk = a_desk()
    made = merged(kept, gone, desk)
    actions.new_version(third, traits_of(third.identity), by=SOMEBODY, standing=Standing(ins=ins))
    monkeypatch.setattr(merging, "_holder_of_ins", lambda _: None)  # as it was read, a moment before
    with pytest.raises(Refused, match="ont changé"):
        merging.undo(made, by=desk)
    assert fresh(gone).merged_into == kept


def test_two_pairs_that_are_of_the_same_two_by_now_stand_once_in_the_queue():
    kept, gone, other = patient(), patient(birth_name="Durant"), patient(birth_name="Durrand")
    likelier = LikelyDuplicate.objects.create(first=gone, second=other, score=32)
    LikelyDuplicate.objects.create(first=kept, second=other, score=30)
    merged(kept, gone)
    assert pairs.pairs(PairState.WAITING, "").rows == [likelier]


def test_of_one_person_nobody_says_that_they_are_two():
    kept, gone, third = patient(), patient(birth_name="Durant"), patient(birth_name="Durrand")
    apart = LikelyDuplicate.objects.create(first=kept, second=third, score=30)
    desk = a_desk()
    merged(kept, gone, desk)
    late = LikelyDuplicate.objects.create(first=kept, second=gone, score=30)
    with pytest.raises(Refused, match="déjà une seule"):
        merging.tell_apart(late, by=desk)
    apart.refresh_from_db()
    assert apart.state == PairState.WAITING


def test_a_pair_that_the_night_writes_at_the_same_moment_is_that_pair(monkeypatch: pytest.MonkeyPatch):
    one, other = patient(), patient(birth_name="Durant")
    written = LikelyDuplicate.objects.create(first=one, second=other, score=30)
    monkeypatch.setattr(merging, "pairs_between", lambda *_: LikelyDuplicate.objects.none())
    assert merging.propose(other, one, by=a_desk()) == written
    lines = AuditEvent.objects.filter(action="propose_pair").order_by("id")
    assert [(line.patient_id, line.detail) for line in lines] == [
        (one.pk, {"with": str(other.pk)}),
        (other.pk, {"with": str(one.pk)}),
    ]


@pytest.mark.parametrize(
    "act",
    [
        lambda kept, gone, made, by: merging.merge(kept, gone, seen="", by=by),
        lambda kept, gone, made, by: merging.undo(made, by=by),
        lambda kept, gone, made, by: merging.tell_apart(LikelyDuplicate.objects.get(), by=by),
        lambda kept, gone, made, by: merging.examine_again(LikelyDuplicate.objects.get(), by=by),
    ],
)
def test_nobody_else_than_the_desk_merges_undoes_or_tells_apart(act: Callable[..., object]):
    kept, gone = patient(), patient(birth_name="Durant")
    made = merged(kept, gone)
    LikelyDuplicate.objects.create(first=kept, second=gone, score=30)
    with pytest.raises(PermissionDenied):
        act(kept, gone, made, SOMEBODY)


def test_what_has_changed_since_it_was_read_is_compared_again():
    kept, gone = patient(), patient(birth_name="Durant")
    plan = merging.plan_of(fresh(kept), fresh(gone))
    actions.new_version(kept, traits(used_name="Petit"), by=SOMEBODY)
    with pytest.raises(Refused, match="ont changé"):
        merging.merge(kept, gone, seen=plan.mark, by=a_desk())
    assert not Merge.objects.exists()


def test_merged_or_undone_once():
    kept, gone = patient(), patient(birth_name="Durant")
    made, desk = merged(kept, gone), a_desk()
    with pytest.raises(Refused, match="déjà fusionnée"):
        merged(gone, kept)
    merging.undo(made, by=desk)
    with pytest.raises(Refused, match="déjà défaite"):
        merging.undo(made, by=desk)
