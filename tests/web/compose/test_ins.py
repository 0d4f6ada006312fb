"""«Récupérer l’INS»: the national service is asked, a person compares, and confirms."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.models import PractitionerRole
from telavis.gateways.insi.port import Answer, Found, InsQuestion, InsServiceFault
from telavis.gateways.insi.simulated import simulated_service
from telavis.patients import actions, merging
from telavis.patients.models import IdentityStatus, Patient, Sex
from telavis.patients.retrieval import compared
from telavis.patients.standing import Standing
from telavis.patients.traits import traits_of
from telavis.service_requests.models import ServiceRequest
from telavis.values.birth_dates import Known
from telavis.web.pieces import ins, ins_retrieval
from tests.factories import RoleFactory, ServiceRequestFactory
from tests.patients.factories import CHECK, SOMEBODY, found_by_service, patient
from tests.patients.test_merging import a_desk

pytestmark = pytest.mark.django_db


class Listening:
    """The simulated service, which notes whether it was asked inside a transaction of the page."""

    is_simulated = True

    def __init__(self) -> None:
        self.asked: list[InsQuestion] = []
        self.fault: InsServiceFault | None = None

    def search(self, question: InsQuestion) -> Answer:
        self.asked.append(question)
        # The test itself holds one transaction; a savepoint would be one of the page.
        assert connection.savepoint_ids == []
        if self.fault:
            raise self.fault
        return simulated_service().search(question)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Listening:
    service = Listening()
    for module in (ins, ins_retrieval):
        monkeypatch.setattr(module, "ins_service", lambda: service)
    return service


@pytest.fixture
def catarina(draft: ServiceRequest) -> Patient:
    """Whom the draft is about: one of the test identities, as somebody typed her."""
    known = patient(
        birth_name="Tchitchi",
        given_names="Catarina Bella",
        birth_date=date(1936, 6, 21),
        birth_place_code="63220",
        birth_place_label="Marsac-en-Livradois (63)",
    )
    ServiceRequest.objects.filter(pk=draft.pk).update(patient=known)
    draft.refresh_from_db()
    return known


def address(asked: ServiceRequest) -> str:
    return reverse("compose:retrieve_ins", args=[asked.pk])


def confirm(desk: Client, asked: ServiceRequest, page: HttpResponse, **more: Any) -> HttpResponse:
    (sealed,) = re.findall(r'name="reponse" value="([^"]+)"', page.content.decode())
    return desk.post(address(asked), {"etape": "confirmer", "reponse": sealed, **more})


def told(desk: Client, answer: HttpResponse) -> str:
    """What the page says to which the answer leads."""
    return desk.get(answer.headers["Location"], follow=True).content.decode()


def test_a_confirmed_answer_is_a_new_version_with_its_ins(
    desk: Client, draft: ServiceRequest, catarina: Patient, service: Listening
):
    page = desk.post(address(draft))
    shown = page.content.decode()
    assert "Téléservice simulé de la démonstration" in shown
    assert "2 36 06 63 220 836 56" in shown.replace("\u00a0", " ")
    assert "diffère" not in shown
    assert catarina.versions.count() == 1
    assert "identité récupérée" in told(desk, confirm(desk, draft, page))
    catarina.refresh_from_db()
    version = catarina.identity
    assert (version.status, version.ins_matricule, version.birth_name) == (
        IdentityStatus.RETRIEVED,
        "236066322083656",
        "Tchitchi",
    )
    assert catarina.ins_matricule == "236066322083656"


def test_a_checked_identity_is_qualified_by_it(
    desk: Client, draft: ServiceRequest, catarina: Patient, service: Listening
):
    actions.new_version(catarina, traits_of(catarina.identity), by=SOMEBODY, standing=Standing(check=CHECK))
    confirm(desk, draft, desk.post(address(draft)))
    catarina.refresh_from_db()
    assert catarina.identity.status == IdentityStatus.QUALIFIED
    assert catarina.identity.transmitted_ins is not None


def test_the_question_is_traced_before_it_is_asked_and_without_its_words(
    desk: Client, draft: ServiceRequest, catarina: Patient, service: Listening
):
    service.fault = InsServiceFault("Le téléservice INSi est injoignable.", cause="unreachable")
    assert "Le téléservice INSi est injoignable." in told(desk, desk.post(address(draft)))
    event = AuditEvent.objects.get(action=AuditAction.ASK_INS)
    assert (event.patient_id, event.detail) == (catarina.pk, {})
    assert [question.birth_name for question in service.asked] == ["TCHITCHI"]


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"birth_name": "Inconnue"}, "ne connaît personne sous ces traits"),
        (
            {
                "birth_name": "Deuxfois",
                "given_names": "Anne",
                "birth_date": date(1970, 1, 15),
                "birth_place_code": "99999",
            },
            "Plusieurs personnes ont ces traits",
        ),
    ],
)
def test_nobody_and_several_are_said(
    desk: Client,
    draft: ServiceRequest,
    catarina: Patient,
    service: Listening,
    traits: dict[str, Any],
    sentence: str,
):
    other = patient(**traits)
    ServiceRequest.objects.filter(pk=draft.pk).update(patient=other)
    assert sentence in told(desk, desk.post(address(draft)))
    assert other.versions.count() == 1


def test_traits_that_differ_are_shown_and_replaced_once_confirmed(
    desk: Client, draft: ServiceRequest, catarina: Patient, service: Listening
):
    other = patient(
        birth_name="Écetinsi",
        given_names="Pierre-Alain",
        sex=Sex.MALE,
        birth_date=date(2009, 7, 14),
        birth_place_code="63220",
    )
    ServiceRequest.objects.filter(pk=draft.pk).update(patient=other)
    page = desk.post(address(draft))
    assert "Des traits diffèrent" in page.content.decode()
    confirm(desk, draft, page)
    other.refresh_from_db()
    assert (other.identity.birth_name, other.identity.given_names) == (
        "Écetinsi",
        "PIERRE-ALAIN MURIEL FLORIANT",
    )
    assert other.identity.status == IdentityStatus.RETRIEVED


def test_what_nobody_knows_of_a_date_stands_beside_the_whole_one_of_the_service():
    typed = patient(birth_date=date(1954, 3, 1), birth_date_known=Known.NO_DAY).identity
    catarina = InsQuestion(
        birth_name="TCHITCHI", given_name="CATARINA", sex="F", birth_date=date(1936, 6, 21)
    )
    found = simulated_service().search(catarina)
    assert isinstance(found, Found)
    born = {line.label: line for line in compared(typed, found)}["Date de naissance"]
    assert (born.recorded, born.returned) == ("01/03/1954 (jour inconnu)", "21/06/1936")


def test_what_the_identity_desk_has_said_of_two_persons_holds_for_whoever_asks(
    desk: Client, draft: ServiceRequest, catarina: Patient, service: Listening
):
    said = traits_of(catarina.identity)
    alike = patient(**vars(said))
    actions.new_version(
        catarina, replace(said, given_names="Catarina"), by=SOMEBODY, unlike=frozenset({alike.pk})
    )
    page = desk.post(address(draft))
    assert "ressemble à un autre" in told(desk, confirm(desk, draft, page))
    desk_of_identities = a_desk()
    pair = merging.propose(catarina, alike, by=desk_of_identities)
    merging.tell_apart(pair, by=desk_of_identities)
    assert "L’INS est enregistrée" in told(desk, confirm(desk, draft, page))


def test_traits_that_were_checked_are_not_replaced(
    desk: Client, draft: ServiceRequest, catarina: Patient, service: Listening
):
    typed = traits_of(catarina.identity)
    other = actions.new_version(
        catarina,
        type(typed)(**{**vars(typed), "given_names": "Catarina"}),
        by=SOMEBODY,
        standing=Standing(check=CHECK),
    )
    page = desk.post(address(draft))
    assert "l’identité a été vérifiée sur pièce" in page.content.decode()
    assert "C’est ce patient" not in page.content.decode()
    assert "entre-temps" in told(desk, confirm(desk, draft, page))
    catarina.refresh_from_db()
    assert catarina.identity == other


def test_a_doubtful_identity_asks_nobody(
    desk: Client, draft: ServiceRequest, catarina: Patient, service: Listening
):
    standing = Standing(is_doubtful=True)
    actions.new_version(catarina, traits_of(catarina.identity), by=SOMEBODY, standing=standing)
    page = desk.get(reverse("compose:patient", args=[draft.pk])).content.decode()
    assert "Récupérer l’INS" not in page
    assert "douteuse ou fictive" in told(desk, desk.post(address(draft)))
    assert service.asked == []


def test_what_the_service_has_given_is_not_asked_again(
    desk: Client, draft: ServiceRequest, catarina: Patient, service: Listening
):
    confirm(desk, draft, desk.post(address(draft)))
    assert "vient déjà du téléservice" in told(desk, desk.post(address(draft)))
    assert len(service.asked) == 1


def test_the_ins_of_another_patient_is_not_taken(
    desk: Client, draft: ServiceRequest, catarina: Patient, service: Listening
):
    page = desk.post(address(draft))
    found = page.context["matricule"]
    twin = patient()
    actions.new_version(
        twin,
        traits_of(twin.identity),
        by=SOMEBODY,
        standing=Standing(ins=found_by_service(found.number, found.oid)),
    )
    assert "déjà celui d’un autre patient" in told(desk, confirm(desk, draft, page))
    assert catarina.versions.count() == 1


def test_a_forged_or_foreign_answer_is_confirmed_by_nobody(
    desk: Client, draft: ServiceRequest, catarina: Patient, service: Listening, client: Client
):
    forged = desk.post(address(draft), {"etape": "confirmer", "reponse": "forged"})
    assert "trop ancienne" in told(desk, forged)
    page = desk.post(address(draft))
    other = patient(birth_name="Autre")
    ServiceRequest.objects.filter(pk=draft.pk).update(patient=other)
    assert "entre-temps" in told(desk, confirm(desk, draft, page))
    assert other.versions.count() == catarina.versions.count() == 1


def test_confirmed_twice_it_is_one_version_and_nothing_is_said_to_have_changed(
    desk: Client, draft: ServiceRequest, catarina: Patient, service: Listening
):
    page = desk.post(address(draft))
    confirm(desk, draft, page)
    again = told(desk, confirm(desk, draft, page))
    assert "déjà enregistrée" in again
    assert "entre-temps" not in again
    assert catarina.versions.count() == 2


def test_an_answer_about_a_version_that_was_corrected_meanwhile_is_not_recorded(
    desk: Client, draft: ServiceRequest, catarina: Patient, service: Listening
):
    page = desk.post(address(draft))
    corrected = replace(traits_of(catarina.identity), used_name="Petit")
    actions.new_version(catarina, corrected, by=SOMEBODY)
    assert "entre-temps" in told(desk, confirm(desk, draft, page))
    assert catarina.versions.count() == 2


def test_the_banner_offers_it_to_those_who_asked_only(
    desk: Client, requester: PractitionerRole, service: Listening, client: Client
):
    sent = ServiceRequestFactory(taken=True, requester=requester, patient=patient())
    page = reverse("thread:file", args=[sent.reference])
    assert f'action="{address(sent)}"' in desk.get(page).content.decode()
    expert = sent.taken_by.practitioner.user
    assert expert is not None
    client.force_login(expert)
    assert "Récupérer l’INS" not in client.get(page).content.decode()
    assert client.post(address(sent)).status_code == 404


def test_without_a_service_there_is_neither_button_nor_page(
    desk: Client, draft: ServiceRequest, catarina: Patient
):
    assert "Récupérer l’INS" not in desk.get(reverse("compose:patient", args=[draft.pk])).content.decode()
    assert desk.post(address(draft)).status_code == 404


def test_nobody_else_finds_it(draft: ServiceRequest, catarina: Patient, service: Listening, client: Client):
    stranger: PractitionerRole = RoleFactory()
    assert stranger.practitioner.user is not None
    client.force_login(stranger.practitioner.user)
    assert client.post(address(draft)).status_code == 404
    assert service.asked == []
