"""«Corriger l’identité»: a provisional identity is corrected or completed by those who ask about the patient."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from telavis.accounts.models import AccountRight, Right
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.models import PractitionerRole
from telavis.patients import actions
from telavis.patients.models import NoNumberReason, Patient, Sex
from telavis.patients.standing import ObtainedIns, Standing
from telavis.patients.traits import traits_of
from telavis.service_requests.models import ServiceRequest
from telavis.values.nir import NIR
from tests.factories import RoleFactory, ServiceRequestFactory
from tests.patients.factories import CHECK, JEANNE, SOMEBODY, found_by_service, patient, traits

pytestmark = pytest.mark.django_db
NUMBER = str(JEANNE.billing_nir)


@pytest.fixture
def jeanne(draft: ServiceRequest) -> Patient:
    """Whom the draft is about: nobody knew her number that day."""
    known = patient()
    ServiceRequest.objects.filter(pk=draft.pk).update(patient=known)
    draft.refresh_from_db()
    return known


def address(asked: ServiceRequest) -> str:
    return reverse("compose:correct_identity", args=[asked.pk])


def fields_of(page: HttpResponse) -> dict[str, str]:
    """What a browser would send of the page as it stands."""
    form = page.context["form"]
    names = [*form.fields]
    values = {name: form[name].value() for name in names}
    return {form[name].html_name: str(values[name] or "") for name in names}


def correct(
    desk: Client, asked: ServiceRequest, *, more: dict[str, Any] | None = None, **typed: str
) -> HttpResponse:
    fields = fields_of(desk.get(address(asked)))
    changes = {f"identite-{name}": value for name, value in typed.items()}
    return desk.post(address(asked), {**fields, **changes, **(more or {})})


def test_the_patient_of_a_draft_leads_there(desk: Client, draft: ServiceRequest, jeanne: Patient):
    page = desk.get(reverse("compose:patient", args=[draft.pk])).content.decode()
    assert f'href="{address(draft)}"' in page
    assert "Corriger ou compléter l’identité" in page


def test_the_number_learnt_later_completes_the_identity(desk: Client, draft: ServiceRequest, jeanne: Patient):
    answer = correct(desk, draft, number=NUMBER)
    assert answer.headers["Location"] == reverse("compose:resume", args=[draft.pk])
    jeanne.refresh_from_db()
    assert (jeanne.identity.number, jeanne.identity.billing_nir) == (2, NUMBER)
    assert jeanne.identity.no_number_reason == ""
    assert jeanne.versions.get(number=1).no_number_reason == NoNumberReason.UNAVAILABLE
    assert (jeanne.billing_nir, jeanne.identity.recorded_by_id) == (
        NUMBER,
        draft.requester.practitioner.user_id,
    )


def test_the_change_is_traced_without_what_was_written(desk: Client, draft: ServiceRequest, jeanne: Patient):
    correct(desk, draft, birth_name="Durand-Petit")
    event = AuditEvent.objects.get(action=AuditAction.CHANGE_PATIENT)
    assert (event.patient_id, event.detail) == (jeanne.pk, {"changed": ["birth_name"]})
    assert AuditEvent.objects.filter(action=AuditAction.OPEN_PATIENT, patient_id=jeanne.pk).exists()


def test_what_was_sent_keeps_the_identity_of_its_sending(desk: Client, requester: PractitionerRole):
    sent = ServiceRequestFactory(sent=True, requester=requester, patient=patient())
    before = sent.identity_version
    answer = correct(desk, sent, birth_name="Autrenom")
    assert answer.headers["Location"] == reverse("thread:file", args=[sent.reference])
    sent.refresh_from_db()
    assert sent.identity_version == before
    assert sent.patient.identity.birth_name == "Autrenom"
    page = desk.get(reverse("thread:file", args=[sent.reference])).content.decode()
    assert "AUTRENOM" not in page
    assert "L’identité de ce patient a changé depuis l’envoi" in page
    assert "nom de naissance." in page
    assert f'href="{address(sent)}"' in page


def test_the_service_is_told_that_the_identity_changed_since(draft: ServiceRequest, client: Client):
    sent = ServiceRequestFactory(taken=True, patient=patient())
    told = "L’identité de ce patient a changé depuis l’envoi"
    expert = sent.taken_by.practitioner.user
    assert expert is not None
    client.force_login(expert)
    page = reverse("thread:file", args=[sent.reference])
    assert told not in client.get(page).content.decode()
    changed = replace(traits_of(sent.patient.identity), sex=Sex.MALE, used_name="Petit")
    actions.new_version(sent.patient, changed, by=SOMEBODY)
    shown = client.get(page).content.decode()
    assert told in shown
    assert "nom utilisé, sexe." in shown


def test_a_date_that_nobody_knows_wholly_is_kept_and_shown_as_such(
    desk: Client, draft: ServiceRequest, jeanne: Patient
):
    correct(desk, draft, birth_date="00/00/1954")
    jeanne.refresh_from_db()
    assert jeanne.birth_date == jeanne.identity.birth_date == date(1954, 12, 31)
    page = desk.get(address(draft)).content.decode()
    assert "31/12/1954</time> (jour et mois inconnus)" in page
    assert 'value="00/00/1954"' in page


def test_the_paper_that_was_checked_and_the_doubt_are_said(
    desk: Client, draft: ServiceRequest, jeanne: Patient
):
    correct(desk, draft, evidence_kind="CN")
    jeanne.refresh_from_db()
    version = jeanne.identity
    assert (version.status, version.evidence_kind) == ("VALI", "CN")
    assert version.checked_by_id == draft.requester.practitioner.user_id
    refused = correct(desk, draft, is_doubtful="on", is_fictitious="on").content.decode()
    assert "douteuse ou fictive, jamais les deux" in refused
    correct(desk, draft, is_doubtful="on")
    jeanne.refresh_from_db()
    assert (jeanne.identity.status, jeanne.identity.was_checked) == ("PROV", True)


def test_nothing_changed_makes_no_version(desk: Client, draft: ServiceRequest, jeanne: Patient):
    correct(desk, draft)
    assert jeanne.versions.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"birth_date": "31/02/1954"}, "n’existe pas"),
        ({"number": "254033306300100"}, "clé ne correspond pas"),
        ({"no_number_reason": ""}, "Saisissez le numéro, ou dites plus bas"),
        ({"birth_name": "Durand3"}, "Durand3"),
        ({"first_given_name": "Marie Paule"}, "début de la liste"),
        ({"birth_place_text": "Nullepart"}, "n’est pas dans la liste"),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_is_kept(
    desk: Client, draft: ServiceRequest, jeanne: Patient, typed: dict[str, str], sentence: str
):
    answer = correct(desk, draft, **typed)
    page = answer.content.decode()
    assert sentence in page
    assert all(value in page for value in typed.values())
    assert jeanne.versions.count() == 1


def test_a_number_that_does_not_fit_warns_once(desk: Client, draft: ServiceRequest, jeanne: Patient):
    mans = str(NIR.with_key("1540333063001"))
    page = correct(desk, draft, number=mans)
    doubts = re.findall(r'name="doute"\s+value="([^"]+)"', page.content.decode())
    assert doubts == ["Le numéro est celui d’une personne de sexe masculin."]
    assert correct(desk, draft, number=mans, more={"doute": doubts}).status_code == 302


def test_a_correction_that_makes_a_double_shows_them_first(
    desk: Client, draft: ServiceRequest, jeanne: Patient
):
    double = patient(birth_name="Dupuis")
    page = correct(desk, draft, birth_name="Dupuis")
    shown = page.content.decode()
    assert "Ce patient est peut-être déjà connu" in shown
    assert "Corriger quand même" in shown
    assert jeanne.versions.count() == 1
    seen = re.findall(r'name="vu" value="([^"]+)"', shown)
    answer = correct(desk, draft, birth_name="Dupuis", more={"vu": seen, "etape": "corriger-quand-meme"})
    assert answer.status_code == 302
    event = AuditEvent.objects.get(action=AuditAction.CHANGE_PATIENT)
    assert event.detail["in_spite_of"] == [str(double.pk)]


def test_the_true_patient_is_chosen_instead(desk: Client, draft: ServiceRequest, jeanne: Patient):
    double = patient(birth_name="Dupuis")
    shown = correct(desk, draft, birth_name="Dupuis").content.decode()
    (token,) = re.findall(r'name="patient"\s+value="([^"]+)"', shown)
    desk.post(reverse("compose:choose"), {"patient": token})
    assert ServiceRequest.objects.filter(patient=double).count() == 1


def test_who_comes_second_keeps_their_text_and_is_told(desk: Client, draft: ServiceRequest, jeanne: Patient):
    fields = fields_of(desk.get(address(draft)))
    actions.new_version(jeanne, traits_of(jeanne.identity), by=SOMEBODY)  # the same traits: nothing
    theirs = actions.new_version(jeanne, traits(used_name="Petit"), by=SOMEBODY)
    answer = desk.post(address(draft), {**fields, "identite-number": NUMBER})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "vient d’être changée par quelqu’un d’autre" in page
    assert NUMBER in page
    assert "PETIT" in page
    again = desk.post(address(draft), {**fields, "identite-number": NUMBER, "identite-read": str(theirs.pk)})
    assert again.status_code == 302
    jeanne.refresh_from_db()
    assert jeanne.identity.number == 3


def test_what_was_checked_on_a_paper_and_has_no_other_is_said_and_not_changed(
    desk: Client, draft: ServiceRequest, jeanne: Patient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(actions, "new_version", refused)
    answer = correct(desk, draft, used_name="Petit")
    assert "dites sur quelle pièce" in desk.get(answer["Location"]).content.decode()


def refused(*_: Any, **__: Any) -> None:
    raise actions.EvidenceMissing("Cette identité a été vérifiée : dites sur quelle pièce.")


def test_a_first_given_name_that_nobody_touched_stays(desk: Client, draft: ServiceRequest):
    known = patient(given_names="Jeanne-Marie Claire", first_given_name="Jeanne")
    ServiceRequest.objects.filter(pk=draft.pk).update(patient=known)
    correct(desk, draft, used_name="Petit")
    known.refresh_from_db()
    assert (known.identity.used_name, known.identity.first_given_name) == ("Petit", "Jeanne")


@pytest.mark.parametrize("ins", [None, found_by_service()])
def test_checked_traits_are_not_asked_and_the_rest_is(
    desk: Client, draft: ServiceRequest, jeanne: Patient, ins: ObtainedIns | None
):
    standing = Standing(ins=ins, check=CHECK)
    actions.new_version(jeanne, traits_of(jeanne.identity), by=SOMEBODY, standing=standing)
    page = desk.get(address(draft)).content.decode()
    assert "Compléter l’identité" in page
    assert 'name="identite-birth_name"' not in page
    forged = {"identite-birth_name": "Autrenom", "identite-birth_date": "01/01/2000"}
    correct(desk, draft, used_name="Petit", more=forged)
    jeanne.refresh_from_db()
    assert (jeanne.identity.birth_name, jeanne.identity.used_name) == ("Durand", "Petit")
    assert jeanne.identity.status == standing.status


def test_who_asks_and_is_of_the_identity_desk_too_says_which_paper_they_read(
    desk: Client, draft: ServiceRequest, jeanne: Patient
):
    user = draft.requester.practitioner.user
    assert user is not None
    AccountRight.objects.create(user=user, right=Right.IDENTITY_DESK)
    actions.new_version(jeanne, traits_of(jeanne.identity), by=SOMEBODY, standing=Standing(check=CHECK))
    assert "dites sur quelle pièce" in correct(desk, draft, birth_name="Dupuis").content.decode()
    assert correct(desk, draft, birth_name="Dupuis", evidence_kind="PA").status_code == 302


def test_nobody_else_finds_the_page(draft: ServiceRequest, jeanne: Patient, client: Client):
    stranger: PractitionerRole = RoleFactory()
    assert stranger.practitioner.user is not None
    client.force_login(stranger.practitioner.user)
    assert client.get(address(draft)).status_code == 404
    assert client.post(address(draft), {}).status_code == 404
