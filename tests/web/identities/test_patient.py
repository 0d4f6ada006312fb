"""One identity: what is known, what became of every trait, and its INS."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from telavis.audit.models import AuditAction, AuditEvent
from telavis.gateways.insi.simulated import simulated_service
from telavis.patients import actions
from telavis.patients.models import IdentityStatus, LikelyDuplicate, Patient
from telavis.patients.retrieval import question_about, with_ins
from telavis.patients.standing import Standing
from telavis.patients.traits import traits_of
from telavis.web.identities import ins
from telavis.web.pieces import ins_retrieval
from tests.patients.factories import CHECK, JEANNE, SOMEBODY, WHEN, patient, traits
from tests.patients.test_merging import merged
from tests.web.registration.signing_up import page


def address(known: Patient, *parts: str) -> str:
    return "/".join([f"/identites/patients/{known.pk}", *parts, ""])


@pytest.fixture
def catarina() -> Patient:
    """One of the test identities of the national service."""
    return patient(
        birth_name="Tchitchi",
        given_names="Catarina",
        birth_date=date(1936, 6, 21),
        birth_place_code="63220",
        birth_place_label="Marsac-en-Livradois (63)",
    )


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (ins, ins_retrieval):
        monkeypatch.setattr(module, "ins_service", simulated_service)


def test_the_history_says_of_each_trait_what_it_was_and_became_by_whom(desk: Client):
    known = patient()
    actions.new_version(known, traits(birth_name="Durant", used_name="Petit"), by=SOMEBODY)
    newest, first = desk.get(address(known)).context["events"]
    changes = [(change.label, change.before, change.after) for change in newest["event"].changes]
    assert changes == [("Nom de naissance", "Durand", "Durant"), ("Nom utilisé", "", "Petit")]
    assert newest["event"].by == "Dr Martin"
    assert first["event"].text == "Identité créée"
    assert "Durand" in page(desk.get(address(known)))


def test_merges_stand_in_the_history_of_both_and_lead_to_the_other(desk: Client):
    kept, gone = patient(), patient(birth_name="Durant")
    merged(kept, gone)
    of_kept, of_gone = page(desk.get(address(kept))), page(desk.get(address(gone)))
    assert f'<a href="{address(gone)}">DURANT Jeanne</a>' in of_kept
    assert f'<a href="{address(kept)}">DURAND Jeanne</a>' in of_gone
    assert "Elle se lit ici comme elle était" in of_gone
    assert "DURANT" in of_gone


def test_it_says_why_it_was_created_beside_somebody_alike(desk: Client):
    patient()
    beside = patient(birth_name="Durant")
    assert "la pièce d’identité est celle d’une autre personne" in page(desk.get(address(beside)))


def test_opening_an_identity_is_traced(desk: Client):
    known = patient()
    desk.get(address(known))
    event = AuditEvent.objects.get(action=AuditAction.OPEN_PATIENT)
    assert (event.patient_id, event.detail) == (known.pk, {"history": True})


@pytest.mark.usefixtures("service")
def test_the_desk_retrieves_the_ins_even_where_it_changes_traits_that_were_checked(
    desk: Client, catarina: Patient
):
    actions.new_version(catarina, traits_of(catarina.identity), by=SOMEBODY, standing=Standing(check=CHECK))
    assert address(catarina, "ins") in page(desk.get(address(catarina)))
    asked = page(desk.post(address(catarina, "ins")))
    (sealed,) = re.findall(r'name="reponse" value="([^"]+)"', asked)
    told = desk.post(address(catarina, "ins"), {"etape": "confirmer", "reponse": sealed}, follow=True)
    assert "L’INS est enregistrée" in page(told)
    identity = Patient.objects.get(pk=catarina.pk).identity
    assert (identity.status, identity.given_names) == (IdentityStatus.QUALIFIED, "CATARINA BELLA")


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("is_known_by", ["ins", "traits"])
def test_an_ins_that_is_of_another_patient_leads_to_the_pair_of_both(
    desk: Client, catarina: Patient, is_known_by: str
):
    asked = page(desk.post(address(catarina, "ins")))
    (sealed,) = re.findall(r'name="reponse" value="([^"]+)"', asked)
    told = traits_of(catarina.identity)
    if is_known_by == "ins":
        other = patient()
        found = simulated_service().search(question_about(catarina.identity))
        standing = with_ins(other.identity, found, at=WHEN)
        actions.new_version(other, traits_of(other.identity), by=SOMEBODY, standing=standing)
    else:
        other = patient(**vars(replace(told, given_names="Catarina Bella")))
    answer = desk.post(address(catarina, "ins"), {"etape": "confirmer", "reponse": sealed}, follow=True)
    assert {side["patient"] for side in answer.context["sides"]} == {catarina, other}
    assert "rien n’a été enregistré" in page(answer)
    assert "identitovigilance." not in page(answer)


@pytest.mark.usefixtures("service")
def test_once_it_is_said_that_they_are_two_persons_the_ins_is_recorded(desk: Client, catarina: Patient):
    patient(**vars(replace(traits_of(catarina.identity), given_names="Catarina Bella")))
    (sealed,) = re.findall(r'name="reponse" value="([^"]+)"', page(desk.post(address(catarina, "ins"))))
    confirmed = {"etape": "confirmer", "reponse": sealed}
    desk.post(address(catarina, "ins"), confirmed)
    desk.post(f"/identites/paires/{LikelyDuplicate.objects.get().pk}/deux-personnes/")
    assert "L’INS est enregistrée" in page(desk.post(address(catarina, "ins"), confirmed, follow=True))


@pytest.mark.usefixtures("service")
def test_an_absorbed_identity_has_no_ins_to_ask_for(desk: Client, catarina: Patient):
    kept = patient()
    merged(kept, catarina)
    assert "Récupérer l’INS" not in page(desk.get(address(catarina)))
    assert desk.post(address(catarina, "ins")).status_code == 404


def test_without_a_service_there_is_neither_button_nor_page(desk: Client, catarina: Patient):
    assert "Récupérer l’INS" not in page(desk.get(address(catarina)))
    assert desk.post(address(catarina, "ins")).status_code == 404


def test_what_does_not_exist_is_not_found(desk: Client, pair: LikelyDuplicate):
    for each in ("patients", "paires"):
        assert desk.get(f"/identites/{each}/00000000-0000-7000-8000-000000000000/").status_code == 404


def test_a_number_is_never_broken_over_two_lines(desk: Client):
    known = patient(billing_nir=JEANNE.billing_nir, no_number_reason=None)
    assert JEANNE.billing_nir is not None
    assert JEANNE.billing_nir.spaced in desk.get(address(known)).content.decode()
