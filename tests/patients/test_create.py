"""Creating a patient: once, with a trace, and never beside themselves."""

import threading
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connections

from telavis.audit.models import AuditAction, AuditEvent
from telavis.patients import actions
from telavis.patients.models import ApartReason, IdentityStatus, IdentityVersion, NameWord, Patient, Sex
from telavis.patients.search_keys import keys_of_search
from telavis.patients.traits import Traits
from telavis.values.birth_dates import Known
from telavis.values.keys import new_key
from tests.patients.factories import JEANNE, SOMEBODY, traits
from tests.patients.factories import patient as person

pytestmark = pytest.mark.django_db


def create_beside(known: Patient, other: Traits, why: ApartReason | None, in_words: str = "") -> Patient:
    unlike = frozenset({known.pk})
    return actions.create(
        other, creation_key=new_key(), by=SOMEBODY, unlike=unlike, why_apart=why, in_words=in_words
    )


def test_a_new_patient_has_a_first_provisional_version():
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    version = patient.current
    assert version is not None
    assert (version.number, version.status) == (1, IdentityStatus.PROVISIONAL)
    assert (version.birth_name, version.given_names) == ("Durand", "Jeanne Marie")
    assert version.recorded_by_label == "Dr Martin"


def test_what_the_search_reads_is_derived_from_the_traits():
    patient = actions.create(
        traits(birth_name="Lefèvre", used_name="de La Tour"), creation_key=new_key(), by=SOMEBODY
    )
    patient.refresh_from_db()
    assert (patient.search_last, patient.search_given) == ("LEFEVRE|DE LA TOUR", "JEANNE|MARIE")
    assert set(keys_of_search("latour", "marie")) <= set(patient.search_keys)
    assert NameWord.objects.get(word="LATOUR").is_last
    assert patient.birth_date == JEANNE.birth_date
    assert patient.sort_key.startswith("LEFEVRE  JEANNE MARIE")


def test_the_same_form_sent_again_makes_no_second_patient():
    key = new_key()
    first = actions.create(JEANNE, creation_key=key, by=SOMEBODY)
    second = actions.create(JEANNE, creation_key=key, by=SOMEBODY)
    assert first == second
    assert IdentityVersion.objects.count() == 1
    assert AuditEvent.objects.filter(action=AuditAction.CREATE_PATIENT).count() == 1


def test_the_same_form_with_other_traits_is_refused():
    key = new_key()
    actions.create(JEANNE, creation_key=key, by=SOMEBODY)
    with pytest.raises(actions.CreationKeyReused):
        actions.create(replace(JEANNE, birth_name="Dupuis"), creation_key=key, by=SOMEBODY)


def test_somebody_with_the_same_number_is_shown_before_creating():
    mother = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    child = traits(birth_name="Petit", given_names="Léo", billing_nir=JEANNE.billing_nir)
    with pytest.raises(actions.PatientLooksKnown) as refusal:
        actions.create(child, creation_key=new_key(), by=SOMEBODY)
    assert [row.id for row in refusal.value.rows] == [mother.pk]


def test_somebody_whose_name_sounds_alike_on_the_same_day_is_shown_before_creating():
    known = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    with pytest.raises(actions.PatientLooksKnown) as refusal:
        actions.create(traits(birth_name="Durant"), creation_key=new_key(), by=SOMEBODY)
    assert [row.id for row in refusal.value.rows] == [known.pk]


def test_a_child_under_the_number_of_a_parent_is_created_when_told_apart():
    mother = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    child = traits(birth_name="Petit", given_names="Léo", billing_nir=JEANNE.billing_nir)
    created = create_beside(mother, child, ApartReason.SAME_NUMBER)
    assert Patient.objects.count() == 2
    trace = AuditEvent.objects.get(patient_id=created.pk)
    assert trace.detail == {"in_spite_of": [str(mother.pk)], "why": "same_number"}
    assert created.apart_reason == ApartReason.SAME_NUMBER


def test_true_homonyms_remain_two_and_their_reason_is_kept_out_of_the_trace():
    known = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    homonym = traits(birth_place_code="69123", birth_place_label="Lyon")
    created = create_beside(known, homonym, ApartReason.OTHER, "Née à Lyon, vue avec sa mère.")
    assert Patient.objects.count() == 2
    assert created.apart_words == "Née à Lyon, vue avec sa mère."
    assert "Lyon" not in str(AuditEvent.objects.get(patient_id=created.pk).detail)


@pytest.mark.parametrize(("why", "words"), [(None, ""), (None, "Vu."), (ApartReason.OTHER, "")])
def test_creating_beside_somebody_alike_needs_a_reason(why: ApartReason | None, words: str):
    known = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    with pytest.raises(actions.ReasonMissing):
        create_beside(known, traits(), why, words)
    assert Patient.objects.count() == 1


def test_who_was_not_shown_among_the_first_ten_is_not_passed_over():
    alike = [person() for _ in range(11)]
    with pytest.raises(actions.PatientLooksKnown) as refusal:
        actions.create(traits(), creation_key=new_key(), by=SOMEBODY)
    shown = frozenset(row.id for row in refusal.value.rows)
    assert len(shown) == 10
    with pytest.raises(actions.PatientLooksKnown) as refusal:
        actions.create(
            traits(), creation_key=new_key(), by=SOMEBODY, unlike=shown, why_apart=ApartReason.OTHER_PAPER
        )
    assert [row.id for row in refusal.value.rows] == [each.pk for each in alike if each.pk not in shown]


@pytest.mark.parametrize(
    "typed",
    [
        {"birth_date": date(1954, 12, 3)},
        {"birth_date": date(1954, 3, 13)},
        {"birth_name": "Jeanne", "given_names": "Durand"},
        {"birth_name": "Petit", "used_name": "Durand"},
        {"birth_name": "Durnad", "birth_date": date(1954, 3, 17)},
    ],
)
def test_a_slip_in_one_trait_is_seen_by_the_others(typed: dict[str, Any]):
    known = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    with pytest.raises(actions.PatientLooksKnown) as refusal:
        actions.create(traits(**typed), creation_key=new_key(), by=SOMEBODY)
    assert [row.id for row in refusal.value.rows] == [known.pk]


def test_somebody_of_whom_only_the_year_was_known_is_shown_before_creating_with_the_whole_date():
    unknown = {"birth_date": date(1954, 12, 31), "birth_date_known": Known.YEAR, "birth_place_code": "99999"}
    known = actions.create(traits(**unknown), creation_key=new_key(), by=SOMEBODY)
    with pytest.raises(actions.PatientLooksKnown) as refusal:
        actions.create(traits(birth_name="Durant"), creation_key=new_key(), by=SOMEBODY)
    assert [row.id for row in refusal.value.rows] == [known.pk]


@pytest.mark.parametrize(
    "somebody_else",
    [
        {"given_names": "Paulette"},  # a twin
        {"birth_date": date(1962, 8, 25)},
        {
            "birth_date": date(1954, 3, 13),
            "birth_place_code": "69123",
            "birth_place_label": "Lyon",
            "sex": Sex.MALE,
        },
    ],
)
def test_other_people_of_the_same_name_are_created_without_a_question(somebody_else: dict[str, Any]):
    actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    actions.create(traits(**somebody_else), creation_key=new_key(), by=SOMEBODY)
    assert Patient.objects.count() == 2


def test_the_trace_holds_no_name():
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    trace = AuditEvent.objects.get(action=AuditAction.CREATE_PATIENT, patient_id=patient.pk)
    assert "Durand" not in f"{trace.object_label}{trace.detail}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_form", [True, False])
def test_creations_at_the_same_moment_make_one_patient(same_form: bool):
    key, outcomes, start = new_key(), [], threading.Barrier(6)

    def create() -> None:
        start.wait()
        try:
            patient = actions.create(JEANNE, creation_key=key if same_form else new_key(), by=SOMEBODY)
            outcomes.append(patient.pk)
        except actions.PatientLooksKnown as refusal:
            outcomes.append(refusal.rows[0].id)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=create) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Patient.objects.count() == 1
    assert outcomes == [Patient.objects.get().pk] * 6
