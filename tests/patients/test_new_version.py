"""A patient's traits change by a new version; the former ones stay."""

from dataclasses import replace

import pytest

from telavis.audit.models import AuditAction, AuditEvent
from telavis.patients import actions
from telavis.patients.models import IdentityStatus, IdentityVersion
from telavis.patients.traits import traits_of
from telavis.values.keys import new_key
from tests.patients.factories import JEANNE, SOMEBODY

pytestmark = pytest.mark.django_db


def test_a_change_adds_a_version_and_leaves_the_former_one():
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    actions.new_version(patient, replace(JEANNE, used_name="Petit"), by=SOMEBODY)
    patient.refresh_from_db()
    assert [each.used_name for each in patient.versions.order_by("number")] == ["", "Petit"]
    assert patient.current is not None
    assert patient.current.number == 2
    assert "PETIT" in patient.last_words
    assert AuditEvent.objects.get(action=AuditAction.CHANGE_PATIENT).detail == {"changed": ["used_name"]}


def test_the_same_traits_again_add_nothing():
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    actions.new_version(patient, traits_of(patient.versions.get()), by=SOMEBODY)
    assert patient.versions.count() == 1


def test_strict_traits_of_a_qualified_identity_are_protected():
    patient = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    qualified = IdentityVersion.objects.create(
        patient=patient,
        number=2,
        status=IdentityStatus.QUALIFIED,
        recorded_by_label="cellule d’identitovigilance",
        **{name: value or "" for name, value in vars(JEANNE).items()},
    )
    patient.current = qualified
    patient.save(update_fields=["current"])
    with pytest.raises(actions.StrictTraitsProtected):
        actions.new_version(patient, replace(JEANNE, birth_name="Dupuis"), by=SOMEBODY)
    actions.new_version(patient, replace(JEANNE, used_name="Petit"), by=SOMEBODY)
    assert patient.versions.count() == 3
