"""«Scanner l’INS»: a document fills the identity in, a person completes it and creates, or corrects."""

import re
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from telavis.audit.models import AuditAction, AuditEvent
from telavis.patients import actions
from telavis.patients.models import IdentityStatus, InsSource, Patient
from telavis.patients.standing import Standing
from telavis.patients.traits import traits_of
from telavis.service_requests.models import ServiceRequest
from telavis.values.birth_dates import BirthDate
from telavis.values.ins import InsOid, MatriculeINS
from telavis.values.ins_datamatrix import InsDatamatrix
from telavis.values.nir import NIR
from tests.patients.factories import CHECK, SOMEBODY, found_by_service, patient
from tests.trials.photos import photograph

pytestmark = pytest.mark.django_db
PAT_TROIS = InsDatamatrix(
    ins=MatriculeINS(NIR("279035121518989"), InsOid.TEST),
    given_names="DOMINIQUE MARIE-LOUISE",
    birth_name="PAT-TROIS",
    sex="F",
    born=BirthDate(date(1979, 3, 28)),
    birth_place_code="51215",
)
PAGE = reverse("compose:identity")


def fields_of(page: HttpResponse) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    form = page.context["form"]
    return {form[name].html_name: str(form[name].value() or "") for name in form.fields}


def scan(desk: Client, typed: str) -> HttpResponse:
    return desk.post(PAGE, {"scan": typed})


def create(desk: Client, page: HttpResponse, **changes: str) -> HttpResponse:
    typed = {f"identite-{name}": value for name, value in changes.items()}
    reason = {"identite-no_number_reason": "unavailable"}
    return desk.post(PAGE, {**fields_of(page), **reason, **typed})


def test_what_a_hand_scanner_types_fills_the_form_and_creates_nobody(desk: Client):
    page = scan(desk, PAT_TROIS.text.replace("\x1d", "<GS>") + "\r")
    shown = page.content.decode()
    assert "Le datamatrix INS a rempli l’identité" in shown
    assert 'value="PAT-TROIS"' in shown
    assert 'value="28/03/1979"' in shown
    assert 'value="DOMINIQUE MARIE-LOUISE"' in shown
    assert "Dompremy" in shown
    assert not Patient.objects.exists()


def test_a_code_that_our_lists_have_lost_is_read_as_such_and_never_as_a_postcode(desk: Client):
    page = scan(desk, replace(PAT_TROIS, birth_place_code="33000").text)
    assert "n’a le code INSEE 33000" in create(desk, page).content.decode()


def test_a_photograph_does_the_same_and_keeps_what_was_typed(desk: Client):
    photo = SimpleUploadedFile("photo.jpg", photograph(PAT_TROIS, Random(3)))
    page = desk.post(PAGE, {"scan-photo": photo, "identite-used_name": "Petit"})
    shown = page.content.decode()
    assert 'value="PAT-TROIS"' in shown
    assert 'value="Petit"' in shown


def test_an_identity_created_from_it_is_retrieved_and_transmits_nothing(desk: Client):
    assert create(desk, scan(desk, PAT_TROIS.text)).status_code == 302
    version = Patient.objects.get().identity
    assert (version.status, version.ins_matricule, version.ins_source) == (
        IdentityStatus.RETRIEVED,
        "279035121518989",
        InsSource.DATAMATRIX,
    )
    assert version.transmitted_ins is None


def test_a_trait_changed_by_hand_lets_the_number_go(desk: Client):
    assert create(desk, scan(desk, PAT_TROIS.text), birth_name="Pat-Quatre").status_code == 302
    version = Patient.objects.get().identity
    assert (version.status, version.ins_matricule) == (IdentityStatus.PROVISIONAL, "")


def test_accents_that_somebody_restores_change_nothing(desk: Client):
    create(desk, scan(desk, PAT_TROIS.text), given_names="Dominique Marie-Louise", birth_name="Pat-Troïs")
    assert Patient.objects.get().identity.status == IdentityStatus.RETRIEVED


@pytest.mark.parametrize("name", ["Durand", "Pat-Trois"])
def test_the_ins_of_somebody_known_creates_nobody_and_is_said_before_any_likeness(desk: Client, name: str):
    alike = {"birth_date": date(1979, 3, 28), "given_names": "Dominique"} if name == "Pat-Trois" else {}
    known = patient(birth_name=name, **alike)
    ins = found_by_service(NIR("279035121518989"))
    actions.new_version(known, traits_of(known.identity), by=SOMEBODY, standing=Standing(ins=ins))
    page = create(desk, scan(desk, PAT_TROIS.text)).content.decode()
    assert "Ce matricule INS est déjà celui d’un patient" in page
    assert "Créer quand même" not in page
    assert Patient.objects.count() == 1
    event = AuditEvent.objects.get(action=AuditAction.SEARCH_PATIENT)
    assert (event.detail["criteria"], event.detail["count"]) == (["ins"], 1)
    (token,) = re.findall(r'name="patient"\s+value="([^"]+)"', page)
    desk.post(reverse("compose:choose"), {"patient": token})
    assert ServiceRequest.objects.get().patient == known


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"scan": "n’importe quoi"}, "n’est pas un datamatrix INS"),
        ({"scan": PAT_TROIS.text[:40]}, "coupé"),
        ({"scan-photo": SimpleUploadedFile("a.jpg", b"x")}, "n’est pas une photo lisible"),
    ],
)
def test_what_cannot_be_read_says_what_to_do_and_keeps_the_form(
    desk: Client, posted: dict[str, object], sentence: str
):
    page = desk.post(PAGE, {**posted, "identite-birth_name": "Durand"}).content.decode()
    assert sentence in page
    assert 'value="Durand"' in page
    assert re.search(r'<details class="scan" open>\s*<summary>Scanner l’INS', page)


def test_a_forged_hidden_field_is_worth_what_a_sheet_is_worth(desk: Client):
    forged = replace(PAT_TROIS, ins=MatriculeINS(NIR.with_key("2790351215190"), InsOid.TEST))
    create(desk, scan(desk, PAT_TROIS.text), scanned=forged.text.replace("\x1d", "<GS>"))
    version = Patient.objects.get().identity
    assert (version.status, version.ins_source) == (IdentityStatus.RETRIEVED, InsSource.DATAMATRIX)
    assert version.ins_matricule == forged.ins.number
    assert version.transmitted_ins is None


def test_a_hidden_field_that_no_symbol_says_is_worth_nothing(desk: Client):
    create(desk, scan(desk, PAT_TROIS.text), scanned="IS01 forged")
    assert Patient.objects.get().identity.status == IdentityStatus.PROVISIONAL


@pytest.fixture
def known(draft: ServiceRequest) -> Patient:
    """The patient of the draft, as somebody typed them."""
    typed = patient(birth_name="Pat-Troi", given_names="Dominique", birth_date=date(1979, 3, 28))
    ServiceRequest.objects.filter(pk=draft.pk).update(patient=typed)
    return typed


def correct(desk: Client, draft: ServiceRequest, scanned: str, **changes: str) -> HttpResponse:
    page = reverse("compose:correct_identity", args=[draft.pk])
    filled = desk.post(page, {**fields_of(desk.get(page)), "scan": scanned})
    typed = {f"identite-{name}": value for name, value in changes.items()}
    return desk.post(page, {**fields_of(filled), **typed})


def test_a_document_corrects_an_identity_and_retrieves_it(
    desk: Client, draft: ServiceRequest, known: Patient
):
    assert correct(desk, draft, PAT_TROIS.text).status_code == 302
    known.refresh_from_db()
    version = known.identity
    assert (version.birth_name, version.given_names) == ("PAT-TROIS", "DOMINIQUE MARIE-LOUISE")
    assert (version.status, version.ins_source) == (IdentityStatus.RETRIEVED, InsSource.DATAMATRIX)
    assert correct(desk, draft, PAT_TROIS.text).status_code == 302
    assert known.versions.count() == 2, "the same document again says nothing new"


def test_a_document_without_a_birth_place_leaves_the_one_that_is_there(
    desk: Client, draft: ServiceRequest, known: Patient
):
    assert correct(desk, draft, replace(PAT_TROIS, birth_place_code="").text).status_code == 302
    known.refresh_from_db()
    assert (known.identity.birth_name, known.identity.birth_place_code) == ("PAT-TROIS", "33063")


def test_the_traits_that_a_document_says_otherwise_are_named(
    desk: Client, draft: ServiceRequest, known: Patient
):
    page = desk.post(reverse("compose:correct_identity", args=[draft.pk]), {"scan": PAT_TROIS.text})
    shown = page.content.decode()
    assert "Le datamatrix INS dit autre chose que l’identité enregistrée" in shown
    assert "nom de naissance, prénoms, lieu de naissance." in shown
    assert known.versions.count() == 1


def test_a_document_gives_no_number_to_a_doubtful_identity(
    desk: Client, draft: ServiceRequest, known: Patient
):
    correct(desk, draft, PAT_TROIS.text, is_doubtful="on")
    known.refresh_from_db()
    assert (known.identity.birth_name, known.identity.ins_matricule) == ("PAT-TROIS", "")


def test_the_document_of_another_patient_corrects_nobody(desk: Client, draft: ServiceRequest, known: Patient):
    other = patient()
    ins = found_by_service(NIR("279035121518989"))
    actions.new_version(other, traits_of(other.identity), by=SOMEBODY, standing=Standing(ins=ins))
    page = correct(desk, draft, PAT_TROIS.text).content.decode()
    assert "Ce matricule INS est déjà celui d’un autre patient" in page
    assert known.versions.count() == 1


def test_what_was_checked_is_not_filled_from_a_sheet(desk: Client, draft: ServiceRequest, known: Patient):
    actions.new_version(known, traits_of(known.identity), by=SOMEBODY, standing=Standing(check=CHECK))
    address = reverse("compose:correct_identity", args=[draft.pk])
    page = desk.get(address)
    assert "Scanner l’INS" not in page.content.decode()
    desk.post(address, {**fields_of(page), "scan": PAT_TROIS.text, "identite-scanned": PAT_TROIS.text})
    known.refresh_from_db()
    assert (known.identity.birth_name, known.identity.ins_matricule) == ("Pat-Troi", "")
