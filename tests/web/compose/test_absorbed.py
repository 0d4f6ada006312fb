"""A request about a patient whom the identity desk has merged into another: its pages lead to the survivor."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.models import PractitionerRole
from telavis.gateways.insi.simulated import simulated_service
from telavis.patients import actions, merging
from telavis.patients.models import IdentityStatus, Patient
from telavis.patients.standing import Standing
from telavis.service_requests.models import ServiceRequest
from tests.factories import ServiceRequestFactory
from tests.patients.factories import CHECK, SOMEBODY, patient, traits
from tests.patients.test_merging import a_desk, fresh, merged
from tests.web.compose.test_correction import address, correct, fields_of
from tests.web.compose.test_ins import address as ins_address
from tests.web.compose.test_ins import catarina, confirm, told

pytestmark = pytest.mark.django_db
__all__ = ["catarina"]


@pytest.fixture
def gone(draft: ServiceRequest) -> Patient:
    """Whom the draft is about, in a name that was misspelt."""
    misspelt = patient(birth_name="Durant")
    ServiceRequest.objects.filter(pk=draft.pk).update(patient=misspelt)
    return misspelt


@pytest.fixture
def kept() -> Patient:
    return patient()


def test_a_correction_begun_before_the_merge_is_not_written_over_the_survivor(
    desk: Client, draft: ServiceRequest, gone: Patient, kept: Patient
):
    begun = fields_of(desk.get(address(draft)))
    merged(kept, gone)
    answer = desk.post(address(draft), {**begun, "identite-used_name": "Petit"})
    assert answer.status_code == 409
    assert "DURAND" in answer.content.decode()
    assert kept.versions.get() == fresh(kept).identity


def test_a_correction_begun_before_the_undoing_is_not_written_over_the_other(
    desk: Client, draft: ServiceRequest, gone: Patient, kept: Patient
):
    officer = a_desk()
    made = merged(kept, gone, officer)
    begun = fields_of(desk.get(address(draft)))
    merging.undo(made, by=officer)
    assert desk.post(address(draft), {**begun, "identite-used_name": "Petit"}).status_code == 409
    assert gone.versions.get() == fresh(gone).identity


def test_the_survivor_is_corrected_and_is_not_its_own_double(
    desk: Client, draft: ServiceRequest, gone: Patient, kept: Patient
):
    merged(kept, gone)
    double = patient(birth_name="Durande")
    shown = correct(desk, draft, birth_name="Durande")
    assert [row["patient"].id for row in shown.context["alike"]] == [double.pk]
    assert correct(desk, draft, used_name="Petit").status_code == 302
    assert (kept.versions.count(), gone.versions.count()) == (2, 1)
    assert fresh(gone).identity == fresh(kept).identity


def test_the_sight_of_the_survivor_is_traced_under_the_survivor(
    desk: Client, draft: ServiceRequest, gone: Patient, kept: Patient
):
    merged(kept, gone)
    desk.get(address(draft))
    seen = AuditEvent.objects.filter(action=AuditAction.OPEN_PATIENT)
    assert set(seen.values_list("patient_id", flat=True)) == {kept.pk}


def test_the_ins_of_the_survivor_is_retrieved(
    desk: Client, draft: ServiceRequest, catarina: Patient, monkeypatch: pytest.MonkeyPatch
):
    gone = patient(birth_name="Tchichi")
    ServiceRequest.objects.filter(pk=draft.pk).update(patient=gone)
    merged(catarina, gone)
    monkeypatch.setattr("telavis.web.pieces.ins_retrieval.ins_service", simulated_service)
    assert "identité récupérée" in told(desk, confirm(desk, draft, desk.post(ins_address(draft))))
    assert fresh(catarina).identity.status == IdentityStatus.RETRIEVED
    assert AuditEvent.objects.get(action=AuditAction.ASK_INS).patient_id == catarina.pk


def test_found_under_the_former_name_the_draft_is_about_the_survivor(
    desk: Client, gone: Patient, kept: Patient
):
    merged(kept, gone)
    page = desk.post(reverse("compose:start"), {"recherche-last": "Durant"}, follow=True).content.decode()
    (token,) = re.findall(r'name="patient"\s+value="([^"]+)"', page)
    desk.post(reverse("compose:choose"), {"patient": token})
    assert ServiceRequest.objects.filter(patient=kept).exists()


def test_what_was_typed_before_the_identity_was_checked_is_not_lost_in_silence(
    desk: Client, draft: ServiceRequest, gone: Patient
):
    begun = fields_of(desk.get(address(draft)))
    checked = Standing(check=CHECK)
    actions.new_version(gone, traits(birth_name="Durant"), by=SOMEBODY, standing=checked)
    answer = desk.post(address(draft), {**begun, "identite-birth_name": "Durand"})
    assert answer.status_code == 409
    assert "Cette identité vient d’être changée" in answer.content.decode()


def test_a_list_of_files_of_merged_patients_costs_no_statement_more(
    desk: Client, requester: PractitionerRole, gone: Patient, kept: Patient
):
    for each in (gone, kept):
        ServiceRequestFactory(sent=True, requester=requester, patient=each)
    counts = []
    for act in (lambda: None, lambda: None, lambda: merged(kept, gone)):
        act()
        with CaptureQueriesContext(connection) as asked:
            assert b"DURAND" in desk.get(reverse("home:index")).content.upper()
        counts.append(len(asked))
    assert counts[1] == counts[2]
