"""A patient's traits change by a new version; the former ones stay."""

from dataclasses import replace

import pytest

from telavis.audit.models import AuditAction, AuditEvent
from telavis.patients import actions
from telavis.patients.models import Evidence, IdentityStatus, Sex
from telavis.patients.standing import Standing
from telavis.patients.traits import traits_of
from telavis.values.keys import new_key
from tests.patients.factories import CHECK, JEANNE, SOMEBODY, found_by_service, traits
from tests.patients.factories import patient as create_patient
from tests.patients.test_merging import a_desk

pytestmark = pytest.mark.django_db


def test_a_change_adds_a_version_and_leaves_the_former_one():
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    actions.new_version(patient, replace(JEANNE, used_name="Petit"), by=SOMEBODY)
    patient.refresh_from_db()
    assert [each.used_name for each in patient.versions.order_by("number")] == ["", "Petit"]
    assert patient.current is not None
    assert patient.current.number == 2
    assert patient.search_last == "DURAND|PETIT"
    assert AuditEvent.objects.get(action=AuditAction.CHANGE_PATIENT).detail == {"changed": ["used_name"]}


def test_the_same_traits_again_add_nothing():
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    actions.new_version(patient, traits_of(patient.versions.get()), by=SOMEBODY)
    assert patient.versions.count() == 1


def test_what_was_said_of_an_identity_stays_said():
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    actions.new_version(patient, JEANNE, by=SOMEBODY, standing=Standing(is_doubtful=True))
    version = actions.new_version(patient, replace(JEANNE, used_name="Petit"), by=SOMEBODY)
    assert version.is_doubtful


def test_two_who_correct_the_same_version_do_not_overwrite_each_other():
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    read = patient.identity.pk
    actions.new_version(patient, replace(JEANNE, used_name="Petit"), by=SOMEBODY, read=read)
    with pytest.raises(actions.IdentityChangedMeanwhile):
        actions.new_version(patient, replace(JEANNE, used_name="Grand"), by=SOMEBODY, read=read)
    assert patient.versions.count() == 2


def test_a_correction_that_makes_a_double_is_stopped_until_a_person_says_it_is_not_they():
    paul = create_patient(given_names="Paul", sex=Sex.MALE)
    jeanne = create_patient()
    typed = traits(given_names="Paul", sex=Sex.MALE)
    with pytest.raises(actions.PatientLooksKnown) as stopped:
        actions.new_version(jeanne, typed, by=SOMEBODY)
    assert [row.id for row in stopped.value.rows] == [paul.pk]
    actions.new_version(jeanne, typed, by=SOMEBODY, unlike=frozenset({paul.pk}))
    event = AuditEvent.objects.get(action=AuditAction.CHANGE_PATIENT)
    changed = ["first_given_name", "given_names", "sex"]
    assert event.detail == {"changed": changed, "in_spite_of": [str(paul.pk)]}


def test_who_is_said_to_be_somebody_else_and_does_not_look_alike_is_not_in_the_trace():
    paul = create_patient(given_names="Paul", sex=Sex.MALE)
    jeanne = create_patient()
    actions.new_version(jeanne, traits(used_name="Petit"), by=SOMEBODY, unlike=frozenset({paul.pk}))
    assert AuditEvent.objects.get(action=AuditAction.CHANGE_PATIENT).detail == {"changed": ["used_name"]}


def test_a_used_name_makes_nobody_a_double():
    create_patient()
    twin = create_patient()
    assert actions.new_version(twin, traits(used_name="Petit"), by=SOMEBODY).number == 2


def test_a_retrieved_identity_corrected_by_hand_is_provisional_and_lets_its_ins_go():
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    actions.new_version(patient, JEANNE, by=SOMEBODY, standing=Standing(ins=found_by_service()))
    kept = actions.new_version(patient, replace(JEANNE, used_name="Petit"), by=SOMEBODY)
    assert (kept.status, kept.ins_matricule) == (IdentityStatus.RETRIEVED, str(JEANNE.billing_nir))
    corrected = actions.new_version(patient, replace(JEANNE, birth_name="Durant"), by=SOMEBODY)
    assert (corrected.status, corrected.ins_oid, corrected.ins_matricule, corrected.ins_source) == (
        IdentityStatus.PROVISIONAL,
        "",
        "",
        "",
    )
    patient.refresh_from_db()
    assert patient.ins_matricule == ""


@pytest.mark.parametrize(
    ("standing", "status"),
    [
        (Standing(check=CHECK), IdentityStatus.VALIDATED),
        (Standing(ins=found_by_service(), check=CHECK), IdentityStatus.QUALIFIED),
        (Standing(check=CHECK, is_doubtful=True), IdentityStatus.PROVISIONAL),
    ],
)
def test_strict_traits_that_were_checked_are_protected(standing: Standing, status: IdentityStatus):
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    actions.new_version(patient, JEANNE, by=SOMEBODY, standing=standing)
    with pytest.raises(actions.StrictTraitsProtected):
        actions.new_version(patient, replace(JEANNE, birth_name="Dupuis"), by=SOMEBODY)
    version = actions.new_version(patient, replace(JEANNE, used_name="Petit"), by=SOMEBODY)
    assert (version.number, version.status) == (3, status)


def test_the_identity_desk_corrects_what_was_checked_by_another_paper_and_not_without():
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    actions.new_version(patient, JEANNE, by=SOMEBODY, standing=Standing(check=CHECK))
    desk, corrected = a_desk(), replace(JEANNE, birth_name="Dupuis")
    for standing in (None, Standing(check=CHECK, is_homonym=True)):
        with pytest.raises(actions.EvidenceMissing):
            actions.new_version(patient, corrected, by=desk, standing=standing)
    seen = Standing(check=replace(CHECK, kind=Evidence.PASSPORT))
    version = actions.new_version(patient, corrected, by=desk, standing=seen)
    assert (version.birth_name, version.status) == ("Dupuis", IdentityStatus.VALIDATED)


def test_what_was_checked_or_found_is_traced_and_the_number_is_not():
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    standing = Standing(ins=found_by_service(), check=CHECK)
    version = actions.new_version(patient, JEANNE, by=SOMEBODY, standing=standing)
    assert AuditEvent.objects.get(action=AuditAction.CHANGE_PATIENT).detail == {"changed": ["check", "ins"]}
    assert str(version.transmitted_ins) == JEANNE.billing_nir


def test_the_ins_of_somebody_else_is_refused():
    theirs, mine = create_patient(), create_patient()
    actions.new_version(theirs, traits(), by=SOMEBODY, standing=Standing(ins=found_by_service()))
    with pytest.raises(actions.InsOfSomebodyElse) as refused:
        actions.new_version(mine, traits(), by=SOMEBODY, standing=Standing(ins=found_by_service()))
    assert refused.value.patient == theirs


@pytest.mark.parametrize(("used", "told"), [("Petit", "PETIT"), ("DURAND", ""), ("Dûrand", ""), ("", "")])
def test_a_used_name_that_is_the_birth_name_is_not_told_twice(used: str, told: str):
    assert create_patient(used_name=used).identity.told_used_name == told
