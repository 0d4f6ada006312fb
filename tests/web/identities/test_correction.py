"""«Corriger l’identité» at the identity desk: strict traits that were checked, on another paper; shown, then recorded."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from telavis.audit.models import AuditAction, AuditEvent
from telavis.patients import actions, merging
from telavis.patients.models import IdentityVersion, Patient
from telavis.patients.standing import Standing
from telavis.patients.traits import traits_of
from telavis.web.identities import sealed_correction
from tests.factories import ServiceRequestFactory
from tests.patients.factories import CHECK, SOMEBODY, found_by_service, patient
from tests.patients.test_merging import a_desk, merged
from tests.web.compose.test_correction import fields_of
from tests.web.desks import statements
from tests.web.identities.conftest import new_desk
from tests.web.registration.signing_up import page
from tests.web.signing_in import forget_proof

PASSPORT = {"evidence_kind": "PA", "seen_on": "12/05/2026"}


@pytest.fixture
def jeanne(db: None) -> Patient:
    """Jeanne Durand, checked against her identity card."""
    known = patient()
    actions.new_version(known, traits_of(known.identity), by=SOMEBODY, standing=Standing(check=CHECK))
    return Patient.objects.select_related("current").get(pk=known.pk)


def address(known: Patient, name: str = "correct") -> str:
    return reverse(f"identities:{name}", args=[known.pk])


def preview(desk: Client, known: Patient, **typed: str) -> HttpResponse:
    fields = fields_of(desk.get(address(known)))
    changes = {f"identite-{name}": value for name, value in typed.items()}
    return desk.post(address(known), {**fields, **changes})


def confirm(desk: Client, known: Patient, shown: HttpResponse, **options: Any) -> HttpResponse:
    sent = {"correction": shown.context["correction"]}
    return desk.post(address(known, "record_correction"), sent, follow=True, **options)


def version_of(known: Patient) -> IdentityVersion:
    return Patient.objects.get(pk=known.pk).identity


def test_the_history_leads_to_the_form_with_the_strict_traits(desk: Client, jeanne: Patient):
    assert f'href="{address(jeanne)}"' in page(desk.get(address(jeanne, "patient")))
    shown = desk.get(address(jeanne))
    assert 'name="identite-birth_name"' in page(shown)
    assert "Vérifiée sur carte nationale d’identité par Dr Martin le 10/03/2026" in page(shown)
    event = AuditEvent.objects.filter(action=AuditAction.OPEN_PATIENT).latest("pk")
    assert event.patient_id == jeanne.pk


def test_what_would_change_is_shown_and_nothing_is_written(desk: Client, jeanne: Patient):
    ServiceRequestFactory(sent=True, patient=jeanne)
    shown = preview(desk, jeanne, birth_name="Dupuis", **PASSPORT)
    lines = [(line.label, line.one, line.other) for line in shown.context["lines"]]
    assert lines == [
        ("Nom de naissance", "Durand", "Dupuis"),
        ("Pièce vérifiée", "carte nationale d’identité, le 10/03/2026", "passeport, le 12/05/2026"),
    ]
    assert "1 demande" in page(shown)
    assert "L’identité sera validée" in page(shown)
    assert jeanne.versions.count() == 2


def test_confirmed_it_is_a_version_by_the_desk_traced_and_told_by_the_history(desk: Client, jeanne: Patient):
    told = page(confirm(desk, jeanne, preview(desk, jeanne, birth_name="Dupuis", **PASSPORT)))
    assert "L’identité est corrigée" in told
    assert "<del>Durand</del> devient <ins>Dupuis</ins>" in told
    assert "<ins>passeport, le 12/05/2026</ins>" in told
    version = version_of(jeanne)
    assert (version.birth_name, version.status, version.evidence_kind) == ("Dupuis", "VALI", "PA")
    assert (version.recorded_by_label, version.checked_by_label) == ("Camille Vasseur",) * 2
    assert timezone.localdate(version.checked_at) == date(2026, 5, 12)
    event = AuditEvent.objects.filter(action=AuditAction.CHANGE_PATIENT).latest("pk")
    assert (event.patient_id, event.detail) == (jeanne.pk, {"changed": ["birth_name", "check"]})


def test_a_request_that_was_sent_says_that_the_identity_changed_since(
    desk: Client, jeanne: Patient, client: Client
):
    sent = ServiceRequestFactory(sent=True, patient=jeanne)
    confirm(desk, jeanne, preview(desk, jeanne, birth_name="Dupuis", **PASSPORT))
    client.force_login(sent.requester.practitioner.user)
    shown = page(client.get(reverse("thread:file", args=[sent.reference])))
    assert "DURAND" in shown
    assert "L’identité de ce patient a changé depuis l’envoi" in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"birth_name": "Dupuis"}, "dites sur quelle pièce"),
        ({"birth_name": "Dupuis", "evidence_kind": "PA"}, "quel jour cette pièce"),
        ({"used_name": "Petit", "seen_on": "12/05/2026"}, "quelle pièce a été lue"),
        ({"birth_name": "Dupuis", "evidence_kind": "PA", "seen_on": "12/05/2126"}, "12/05/2126"),
        ({"birth_name": "Dupuis3", **PASSPORT}, "Dupuis3"),
        ({"birth_place_text": "Nullepart", **PASSPORT}, "n’est pas dans la liste"),
        ({}, "Rien n’a changé"),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_is_kept(
    desk: Client, jeanne: Patient, typed: dict[str, str], sentence: str
):
    shown = page(preview(desk, jeanne, **typed))
    assert sentence in shown
    assert all(value in shown for value in typed.values())
    assert "Voir ce qui changera" in shown


def test_what_is_not_strict_asks_for_no_paper(desk: Client, jeanne: Patient):
    confirm(desk, jeanne, preview(desk, jeanne, used_name="Petit"))
    version = version_of(jeanne)
    assert (version.used_name, version.evidence_kind, version.checked_by_label) == (
        "Petit",
        "CN",
        "Dr Martin",
    )


def test_why_there_is_no_number_is_corrected_and_read_in_the_history(desk: Client, jeanne: Patient):
    told = page(confirm(desk, jeanne, preview(desk, jeanne, no_number_reason="state_aid")))
    assert "<del>aucun (numéro non communiqué ce jour)</del>" in told
    assert "<ins>aucun (aide médicale de l’État (AME))</ins>" in told


def test_what_was_overlooked_on_a_paper_is_corrected_on_the_same_paper(desk: Client, jeanne: Patient):
    confirm(desk, jeanne, preview(desk, jeanne, birth_name="Dupuis", **PASSPORT))
    told = page(confirm(desk, jeanne, preview(desk, jeanne, given_names="Jeanne Rose", **PASSPORT)))
    assert "L’identité est corrigée" in told
    version = version_of(jeanne)
    assert (version.birth_name, version.given_names) == ("Dupuis", "Jeanne Rose")
    assert timezone.localdate(version.checked_at) == date(2026, 5, 12)


def test_from_the_preview_one_comes_back_to_what_was_typed(desk: Client, jeanne: Patient):
    shown = preview(desk, jeanne, birth_name="Dupuis", is_homonym="on", **PASSPORT)
    sent = {"correction": shown.context["correction"], "etape": "reprendre"}
    again = page(desk.post(address(jeanne), sent))
    assert 'value="Dupuis"' in again
    assert 'value="12/05/2026"' in again
    assert re.search(r'name="identite-is_homonym"[^>]*checked', again)


def test_pressed_twice_it_is_one_version(desk: Client, jeanne: Patient):
    today = f"{timezone.localdate():%d/%m/%Y}"
    shown = preview(desk, jeanne, birth_name="Dupuis", evidence_kind="PA", seen_on=today)
    for _ in range(2):
        assert "L’identité est corrigée" in page(confirm(desk, jeanne, shown))
    assert jeanne.versions.count() == 3
    assert version_of(jeanne).checked_at <= timezone.now()


@pytest.mark.parametrize("when", ["before the preview", "after it"])
def test_who_comes_second_keeps_their_text_and_is_told_what_the_other_wrote(
    desk: Client, jeanne: Patient, when: str
):
    typed = {
        "identite-birth_name": "Dupuis",
        "identite-evidence_kind": "PA",
        "identite-seen_on": "12/05/2026",
    }
    fields = {**fields_of(desk.get(address(jeanne))), **typed}
    shown = desk.post(address(jeanne), fields)
    theirs = replace(traits_of(jeanne.identity), used_name="Petit")
    actions.new_version(jeanne, theirs, by=SOMEBODY)
    answer = (
        desk.post(address(jeanne), fields) if when == "before the preview" else confirm(desk, jeanne, shown)
    )
    assert answer.status_code == 409
    assert "vient d’être changée par quelqu’un d’autre" in page(answer)
    assert "Dr Martin a enregistré une autre version" in page(answer)
    assert "nom utilisé. Le bandeau" in page(answer)
    assert 'value="Dupuis"' in page(answer)
    assert jeanne.versions.count() == 3
    again = desk.post(address(jeanne), {**fields, **fields_of(answer)})
    assert ("Nom utilisé", "Petit", "") in [
        (each.label, each.one, each.other) for each in again.context["lines"]
    ]
    assert "est corrigée" in page(confirm(desk, jeanne, again))


def test_what_was_checked_on_a_paper_and_has_no_other_is_said_and_not_changed(
    desk: Client, monkeypatch: pytest.MonkeyPatch
):
    def refused(*_: Any, **__: Any) -> None:
        raise actions.EvidenceMissing("Cette identité a été vérifiée : dites sur quelle pièce.")

    known = patient()
    shown = preview(desk, known, birth_name="Dupuis")
    monkeypatch.setattr(actions, "new_version", refused)
    answer = confirm(desk, known, shown)
    assert answer.redirect_chain
    assert "dites sur quelle pièce" in page(answer)


def test_checked_by_somebody_else_meanwhile_is_told_too(desk: Client):
    known = patient()
    shown = preview(desk, known, birth_name="Dupuis")
    actions.new_version(known, traits_of(known.identity), by=SOMEBODY, standing=Standing(check=CHECK))
    answer = confirm(desk, known, shown)
    assert answer.status_code == 409
    assert "dites sur quelle pièce" in page(answer)
    assert version_of(known).birth_name == "Durand"


def test_an_ins_that_came_with_other_traits_is_said_to_be_let_go(desk: Client, jeanne: Patient):
    standing = Standing(check=CHECK, ins=found_by_service())
    actions.new_version(jeanne, traits_of(jeanne.identity), by=SOMEBODY, standing=standing)
    assert "matricule INS sera retiré" not in page(preview(desk, jeanne, used_name="Petit"))
    shown = preview(desk, jeanne, birth_name="Dupuis", **PASSPORT)
    assert "matricule INS sera retiré" in page(shown)
    confirm(desk, jeanne, shown)
    assert (version_of(jeanne).status, version_of(jeanne).ins_matricule) == ("VALI", "")


def test_whoever_it_would_be_a_double_of_is_shown_to_be_compared(desk: Client, jeanne: Patient):
    double = patient(birth_name="Dupuis")
    shown = preview(desk, jeanne, birth_name="Dupuis", **PASSPORT)
    assert "ressemble à une autre" in page(shown)
    pair = desk.post(address(jeanne, "compare"), {"avec": str(shown.context["alike"][0].id)}, follow=True)
    assert {side["patient"] for side in pair.context["sides"]} == {jeanne, double}
    confirm(desk, jeanne, shown)
    event = AuditEvent.objects.filter(action=AuditAction.CHANGE_PATIENT).latest("pk")
    assert event.detail["in_spite_of"] == [str(double.pk)]


def test_a_double_that_came_since_the_preview_is_shown_first(desk: Client, jeanne: Patient):
    shown = preview(desk, jeanne, birth_name="Dupuis", **PASSPORT)
    double = patient(birth_name="Dupuis")
    again = confirm(desk, jeanne, shown)
    assert [row.id for row in again.context["alike"]] == [double.pk]
    assert version_of(jeanne).birth_name == "Durand"
    assert "est corrigée" in page(confirm(desk, jeanne, again))


def test_whoever_was_told_apart_is_not_shown_again(desk: Client, jeanne: Patient):
    double = patient(birth_name="Dupuis")
    merging.tell_apart(merging.propose(jeanne, double, by=a_desk()), by=a_desk())
    shown = preview(desk, jeanne, birth_name="Dupuis", **PASSPORT)
    assert shown.context["alike"] == []
    assert "est corrigée" in page(confirm(desk, jeanne, shown))


@pytest.mark.parametrize("moment", ["asked", "previewed", "recorded"])
def test_an_identity_that_was_merged_leads_to_the_one_that_stays(desk: Client, jeanne: Patient, moment: str):
    shown = preview(desk, jeanne, birth_name="Dupuis", **PASSPORT)
    other = patient()
    actions.new_version(other, traits_of(other.identity), by=SOMEBODY, standing=Standing(check=CHECK))
    merged(other, jeanne)
    answer = {
        "asked": lambda: desk.get(address(jeanne), follow=True),
        "previewed": lambda: desk.post(address(jeanne), {}, follow=True),
        "recorded": lambda: confirm(desk, jeanne, shown),
    }[moment]()
    assert "corrigez celle qui reste" in page(answer)
    assert version_of(jeanne).birth_name == "Durand"


def test_late_it_waits_for_a_proof_without_a_word_of_the_patient(desk: Client, jeanne: Patient):
    shown = preview(desk, jeanne, birth_name="Dupuis", **PASSPORT)
    forget_proof(desk)
    answer = confirm(desk, jeanne, shown)
    assert answer.request["PATH_INFO"].startswith("/connexion/confirmation/")
    assert "Enregistrer la correction" in page(answer)
    assert "Dupuis" not in str(dict(desk.session))
    assert version_of(jeanne).birth_name == "Durand"


@pytest.mark.parametrize("whose", ["forged", "somebody else’s", "about another", "too old"])
def test_only_what_was_shown_to_this_person_is_recorded(
    desk: Client, jeanne: Patient, whose: str, monkeypatch: pytest.MonkeyPatch
):
    sent, known = preview(desk, jeanne, birth_name="Dupuis", **PASSPORT).context["correction"], jeanne
    if whose == "forged":
        sent = "gAAAAA"
    if whose == "about another":
        known = patient(birth_name="Martin")
    if whose == "too old":
        monkeypatch.setattr(sealed_correction, "HOLDS_FOR", timedelta(seconds=-60))
    browser = new_desk("Sacha Noir") if whose == "somebody else’s" else desk
    answer = browser.post(address(known, "record_correction"), {"correction": sent}, follow=True)
    assert "trop ancienne" in page(answer)
    assert not IdentityVersion.objects.filter(birth_name="Dupuis").exists()


def test_birth_places_are_suggested(desk: Client):
    shown = page(desk.post(reverse("identities:places"), {"identite-birth_place_text": "borde"}))
    assert "Bordeaux" in shown


def test_its_pages_ask_a_dozen_times_at_most(desk: Client, jeanne: Patient):
    fields = fields_of(desk.get(address(jeanne)))
    assert len(statements(lambda: desk.get(address(jeanne)))) <= 12
    typed = {**fields, "identite-used_name": "Petit"}
    assert len(statements(lambda: desk.post(address(jeanne), typed))) <= 16
