"""Requests follow the surviving identity; those that were sent keep the identity of their sending."""

from typing import Any

import pytest

from telavis.patients import merging
from telavis.patients.models import Patient
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries import home
from telavis.service_requests.queries.rows import rows_in_order
from tests.factories import ServiceRequestFactory, requester_of
from tests.patients.factories import patient
from tests.patients.test_merging import a_desk, fresh, merged

pytestmark = pytest.mark.django_db


def of(person: Patient, **traits: Any) -> ServiceRequest:
    asked: ServiceRequest = ServiceRequestFactory(patient=fresh(person), **traits)
    return asked


def test_a_list_says_the_survivor_and_what_was_sent_keeps_its_identity():
    kept, gone = patient(), patient(birth_name="Zubeli")
    asked = of(gone, sent=True)
    merged(kept, gone)
    asked.refresh_from_db()
    assert rows_in_order([asked.pk])[0].patient_name == "DURAND Jeanne"
    assert asked.patient == gone
    assert asked.identity_version == gone.current


def test_the_files_of_all_who_are_one_person_are_found_under_a_name_of_any():
    kept, gone, other = patient(), patient(birth_name="Zubeli"), patient(birth_name="Okafor")
    first = of(kept)
    by = requester_of(first)
    files = {first.pk, of(gone, requester=first.requester).pk, of(other, requester=first.requester).pk}
    merged(kept, gone)
    merged(kept, other)
    person = home.person_of(by)
    for name in ("Durand", "Zubeli", "Okafor"):
        assert {found.row.id for found in home.search_files(by, person, name)} == files, name


def test_a_file_is_found_under_both_names_and_under_its_own_once_undone():
    kept, gone = patient(), patient(birth_name="Zubeli")
    asked, desk = of(gone), a_desk()
    by = requester_of(asked)
    person = home.person_of(by)

    def is_found(name: str) -> bool:
        return [found.row.id for found in home.search_files(by, person, name)] == [asked.pk]

    made = merged(kept, gone, desk)
    assert is_found("Durand")
    assert is_found("Zubeli")
    merging.undo(made, by=desk)
    assert is_found("Zubeli")
    assert not is_found("Durand")
