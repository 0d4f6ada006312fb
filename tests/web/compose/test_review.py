"""The last look, and the sending that happens once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from telavis.directory.models import PractitionerRole
from telavis.documents.actions import refuse
from telavis.documents.refusals import Refusal
from telavis.documents.tasks import clean_document
from telavis.questionnaires.pages import Page
from telavis.questionnaires.reading import as_fields
from telavis.service_requests import actions
from telavis.service_requests.last_look import stamp_of
from telavis.service_requests.models import ServiceRequest, Transition, Urgency
from telavis.service_requests.workflow import State
from telavis.services.models import Absence
from tests.documents.makers import make_received, make_shown
from tests.factories import (
    ExpertFactory,
    IdentityFactory,
    RoleFactory,
    ServiceRequestFactory,
    actor,
    requester_of,
)
from tests.web.compose.fill import COMMON, COMMON_ALONE, draft_of, typed


@pytest.fixture
def ready(desk: Client, requester: PractitionerRole) -> ServiceRequest:
    """Complete but for nothing: the common part is all that is asked."""
    return filled(desk, requester, COMMON_ALONE)


def filled(desk: Client, requester: PractitionerRole, code: str, **more: object) -> ServiceRequest:
    draft = draft_of(code, requester)
    sent = typed(desk.get(address(draft, "form")), **{**COMMON, **more}, go="review")
    assert desk.post(address(draft, "form"), sent).headers["Location"] == address(draft, "review")
    draft.refresh_from_db()
    return draft


def address(draft: ServiceRequest, name: str) -> str:
    return reverse(f"compose:{name}", args=[draft.pk])


def press_send(desk: Client, draft: ServiceRequest, **more: str) -> Any:
    """«Envoyer à l’expert», on a last look that shows the draft as it is now."""
    now = ServiceRequest.objects.get(pk=draft.pk)
    return desk.post(address(draft, "send"), {"seen": stamp_of(now), **more})


def state_of(draft: ServiceRequest) -> str:
    draft.refresh_from_db()
    return draft.state


def test_it_shows_who_will_read_and_about_whom(desk: Client, ready: ServiceRequest):
    ready.addressed_to = RoleFactory(practitioner__family_name="Roux")
    ready.save(update_fields=["addressed_to"])
    page = desk.get(address(ready, "review")).content.decode()
    for words in ("Dr Camille Roux", ready.healthcare_service.name, "Bordeaux", "DURAND", "12/03/1954"):
        assert words in page
    assert COMMON["question"].replace(" ?", "\u202f?") in page or COMMON["question"] in page
    assert "Envoyer à l’expert" in page


def test_it_shows_the_joined_documents_small(desk: Client, ready: ServiceRequest):
    document = make_shown(ready.folder)
    page = desk.get(address(ready, "review")).content.decode()
    assert f'src="{reverse("folder:thumbnail", args=[document.pk])}"' in page
    assert document.title in page


def test_what_is_missing_stops_it_and_leads_back(desk: Client, requester: PractitionerRole):
    draft = filled(desk, requester, COMMON_ALONE, resume="")
    page = desk.get(address(draft, "review")).content.decode()
    assert f'href="{address(draft, "form")}#q-resume"' in page
    assert "Envoyer à l’expert" not in page
    assert press_send(desk, draft).headers["Location"] == address(draft, "review")
    assert state_of(draft) == State.DRAFT


def test_a_service_that_no_longer_answers_this_type_stops_it_and_leads_back_to_the_recipient(
    desk: Client, ready: ServiceRequest
):
    ready.healthcare_service.offers.filter(request_type=ready.request_type).delete()
    page = desk.get(address(ready, "review")).content.decode()
    sentence = "Le service choisi ne répond plus à ce type de demande. Choisissez-en un autre."
    assert f'<a href="{address(ready, "recipient")}">{sentence}</a>' in page
    assert page.count(sentence) == 1
    assert press_send(desk, ready).headers["Location"] == address(ready, "review")
    assert state_of(ready) == State.DRAFT


def test_the_confirmation_says_that_the_expert_it_named_is_away(desk: Client, ready: ServiceRequest):
    named = ExpertFactory(service=ready.healthcare_service)
    ready.addressed_to = named
    ready.save(update_fields=["addressed_to"])
    today = timezone.localdate()
    Absence.objects.create(membership=named.memberships.get(), started_on=today, ended_on=today)
    press_send(desk, ready)
    page = desk.get(address(ready, "sent")).content.decode()
    assert f"{named.practitioner} n’est pas là en ce moment" in page
    ready.refresh_from_db()
    assert ready.addressed_to is None


def test_a_reason_lets_it_leave(desk: Client, requester: PractitionerRole):
    draft = filled(desk, requester, COMMON_ALONE, resume="", resume__unavailable="dossier ailleurs")
    page = desk.get(address(draft, "review")).content.decode()
    assert "non disponible\u202f: dossier ailleurs" in page.replace("&#8239;", "\u202f")
    press_send(desk, draft)
    assert state_of(draft) == State.SENT
    assert draft.missing_count == 1


@pytest.mark.parametrize("what", ["recipient", "answer", "identity"])
def test_what_changed_since_the_last_look_is_looked_at_again(
    desk: Client, requester: PractitionerRole, ready: ServiceRequest, what: str
):
    """By a delegate, in another tab, on the file of the same patient: nothing leaves that was not read."""
    page = desk.get(address(ready, "review")).content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    if what == "recipient":
        ServiceRequest.objects.filter(pk=ready.pk).update(addressed_to=RoleFactory())
    elif what == "answer":
        fields = as_fields({"question": "Autre question ?"})
        actions.fill(ready, fields, page=Page(), by=actor(requester))
    else:
        ready.patient.current = IdentityFactory(patient=ready.patient, number=2)
        ready.patient.save(update_fields=["current"])
    pressed = desk.post(address(ready, "send"), {"seen": seen}, follow=True)
    assert pressed.redirect_chain[-1][0] == address(ready, "review")
    assert "a changé depuis votre dernière lecture" in pressed.content.decode()
    assert state_of(ready) == State.DRAFT
    press_send(desk, ready)
    assert state_of(ready) == State.SENT


def test_sending_twice_makes_one_request(desk: Client, ready: ServiceRequest):
    for _ in range(3):
        assert press_send(desk, ready).headers["Location"] == address(ready, "sent")
    assert state_of(ready) == State.SENT
    assert Transition.objects.filter(service_request_id=ready.pk, verb="send").count() == 1


def test_the_confirmation_tells_what_happens_now(desk: Client, ready: ServiceRequest):
    press_send(desk, ready)
    page = desk.get(address(ready, "sent")).content.decode()
    for words in (ready.reference, ready.healthcare_service.name, "appelez le 15", "Annuler l’envoi"):
        assert words in page


def test_the_confirmation_tells_how_long_this_service_takes(desk: Client, ready: ServiceRequest):
    press_send(desk, ready)
    assert "pas encore connu pour ce service" in desk.get(address(ready, "sent")).content.decode()
    now = timezone.now()
    for _ in range(3):
        earlier = ServiceRequestFactory(sent=True, healthcare_service=ready.healthcare_service)
        times = {"visible_at": now - timedelta(hours=5), "answered_at": now, "touched_at": now}
        ServiceRequest.objects.filter(pk=earlier.pk).update(sent_at=now - timedelta(hours=5), **times)
    assert "5\u00a0h (médiane de ce service" in desk.get(address(ready, "sent")).content.decode()


def test_the_sending_can_be_undone(desk: Client, ready: ServiceRequest):
    press_send(desk, ready)
    assert desk.post(address(ready, "recall")).headers["Location"] == address(ready, "form")
    assert state_of(ready) == State.DRAFT
    assert desk.get(address(ready, "sent")).headers["Location"] == address(ready, "resume")
    assert press_send(desk, ready).headers["Location"] == address(ready, "sent"), "and sent again"


def test_the_seconds_left_can_be_given_up(desk: Client, ready: ServiceRequest):
    press_send(desk, ready)
    desk.post(address(ready, "send_now"))
    ready.refresh_from_db()
    assert ready.is_visible_to_service
    assert "Annuler l’envoi" not in desk.get(address(ready, "sent")).content.decode()


def test_what_was_opened_is_not_undone(desk: Client, ready: ServiceRequest):
    press_send(desk, ready)
    ServiceRequest.objects.filter(pk=ready.pk).update(first_opened_at="2026-11-01T00:00Z")
    assert desk.post(address(ready, "recall")).headers["Location"] == address(ready, "sent")
    assert state_of(ready) == State.SENT


def test_a_sent_request_has_no_form_any_more(desk: Client, ready: ServiceRequest):
    press_send(desk, ready)
    for name in ("form", "review"):
        assert desk.get(address(ready, name)).headers["Location"] == reverse("home:index")


def test_a_delegate_prepares_and_does_not_send(
    desk: Client, ready: ServiceRequest, requester: PractitionerRole
):
    from telavis.directory.models import Delegation

    delegate = RoleFactory(practitioner__profession="")
    Delegation.objects.create(delegator=requester, delegate=delegate, started_on="2026-01-01")
    client = Client()
    client.force_login(delegate.practitioner.user)
    session = client.session
    session["on_behalf_of"] = str(requester.pk)
    session.save()
    page = client.get(address(ready, "review")).content.decode()
    assert "relira cette demande et l’enverra" in page
    assert client.post(address(ready, "send")).status_code == 403
    assert state_of(ready) == State.DRAFT
    assert actor(delegate, on_behalf_of=requester).acts_for(requester.practitioner_id)


def test_the_one_who_sends_reads_who_has_prepared_it(
    desk: Client, ready: ServiceRequest, requester: PractitionerRole
):
    assert "Préparée par" not in desk.get(address(ready, "review")).content.decode()
    ready.prepared_by = RoleFactory()
    ready.save(update_fields=["prepared_by"])
    page = desk.get(address(ready, "review")).content.decode()
    assert f"Préparée par {ready.prepared_by.practitioner.full_name}" in page


class TestRedFlags:
    INFECTION = {
        "inf_objet": ["diagnostic"],
        "inf_site": ["inconnu"],
        "inf_debut": "01/11/2026",
        "inf_temperature": "39",
        "inf_fc": "110",
        "inf_pas": "95",
        "inf_fr": "24",
        "inf_conscience": "normale",
        "inf_gravite": ["aucun"],
        "inf_terrain": ["aucun"],
        "inf_materiel": ["non"],
        "inf_atb_actuel_aucun": "true",
        "inf_prelevements_aucun": "true",
        "inf_creatinine": "85",
        "inf_creatinine_date": "01/11/2026",
        "inf_poids_kg": "70",
        "inf_crp__unavailable": "labo fermé",
        "inf_expositions": ["aucune"],
    }

    @pytest.fixture
    def alarming(self, desk: Client, requester: PractitionerRole) -> ServiceRequest:
        return filled(desk, requester, "maladies-infectieuses", **self.INFECTION)

    def test_they_stop_once_and_say_whom_to_call(self, desk: Client, alarming: ServiceRequest):
        alarming.healthcare_service.phone = "+33556795679"
        alarming.healthcare_service.save(update_fields=["phone"])
        answer = press_send(desk, alarming)
        assert answer.headers["Location"].partition("?")[0] == address(alarming, "alarm")
        page = desk.get(address(alarming, "alarm")).content.decode()
        assert "qSOFA" in page
        assert 'href="tel:15"' in page
        assert 'href="tel:+33556795679"' in page
        assert state_of(alarming) == State.DRAFT

    def test_back_from_the_confirmation_tells_that_it_is_sent(self, desk: Client, alarming: ServiceRequest):
        press_send(desk, alarming, confirmed="1")
        page = desk.get(address(alarming, "alarm"), follow=True)
        assert page.redirect_chain
        assert "n’est plus un brouillon" in page.content.decode()

    def test_sending_stays_possible_and_becomes_urgent(self, desk: Client, alarming: ServiceRequest):
        assert alarming.urgency == Urgency.WITHIN_7_DAYS
        press_send(desk, alarming, confirmed="1")
        assert state_of(alarming) == State.SENT
        assert alarming.urgency == Urgency.WITHIN_24_HOURS
        assert alarming.headline == "diagnostic · inconnu"
        line = Transition.objects.get(service_request_id=alarming.pk, verb="send")
        assert line.detail == {"red_flags": 1}, "the journal keeps that it was seen, and nothing clinical"


def test_without_an_alarm_there_is_no_page_of_alarms(desk: Client, ready: ServiceRequest):
    assert desk.get(address(ready, "alarm")).headers["Location"] == address(ready, "review")


def test_a_document_that_is_being_checked_holds_the_sending_up_and_the_page_looks_again(
    desk: Client, ready: ServiceRequest
):
    document = make_received(ready.folder, requester_of(ready))
    page = desk.get(address(ready, "review")).content.decode()
    assert "encore en vérification" in page
    assert "Envoyer à l’expert" not in page
    assert desk.post(address(ready, "send")).headers["Location"] == address(ready, "review")
    assert state_of(ready) == State.DRAFT
    checked = reverse("folder:checked", args=[ready.folder_id])
    assert f'hx-get="{checked}"' in page
    assert "HX-Refresh" not in desk.get(checked).headers
    clean_document(document)
    assert desk.get(checked).headers["HX-Refresh"] == "true"
    assert "Envoyer à l’expert" in desk.get(address(ready, "review")).content.decode()


def test_a_refused_document_is_named_beside_what_is_missing(desk: Client, requester: PractitionerRole):
    draft = filled(desk, requester, COMMON_ALONE, resume="")
    document = make_received(draft.folder, requester_of(draft), name="courrier.png")
    refuse(document, Refusal.PDF_LOCKED)
    page = desk.get(address(draft, "review")).content.decode()
    assert f"{document.title}\u202f» n’est pas accepté" in page
    assert "protégé par un mot de passe" in page
