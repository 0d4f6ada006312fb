"""The verbs that need words: their pages, their refusals, what they keep."""

from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from telavis.audit.models import AuditEvent
from telavis.directory.models import HealthcareService
from telavis.documents.actions import add
from telavis.documents.models import Document, Folder
from telavis.documents.tasks import clean_document
from telavis.service_requests import actions
from telavis.service_requests.models import Message, ServiceRequest, Transition
from telavis.service_requests.workflow import State
from telavis.services.models import ServiceOffer
from tests.documents.files import jpeg
from tests.factories import OPINION, RoleFactory, ServiceFactory, ServiceRequestFactory, actor
from tests.web.desks import desk_of, member_desk, requester_desk, statements, taker_desk

pytestmark = pytest.mark.django_db

TEXT = "<script>alert(1)</script> شكرا"
PAGES: dict[str, tuple[str, Any, dict[str, str], State]] = {
    "complement": ("taken", taker_desk, {"text": TEXT}, State.ON_HOLD),
    "completer": ("on_hold", requester_desk, {"text": TEXT}, State.TAKEN),
    "rouvrir": ("answered", requester_desk, {"text": TEXT}, State.TAKEN),
    "decliner": ("taken", taker_desk, {"reason_code": "other", "reason": TEXT}, State.DECLINED),
    "annuler": ("taken", requester_desk, {"reason": TEXT}, State.CANCELLED),
    "erreur": ("sent", requester_desk, {"reason": TEXT}, State.ENTERED_IN_ERROR),
    "message": ("taken", requester_desk, {"text": TEXT}, State.TAKEN),
    "accord": ("taken", requester_desk, {"reason": TEXT}, State.TAKEN),
}
each_page = pytest.mark.parametrize("word", PAGES)


def scene(word: str) -> tuple[ServiceRequest, Any, dict[str, str], State, str]:
    trait, desk, said, to = PAGES[word]
    service_request = ServiceRequestFactory(**{trait: True})
    address = f"/dossiers/{service_request.reference}/{word}/"
    return service_request, desk(service_request), said, to, address


@each_page
def test_the_page_shows_whose_file_it_is_and_leaves_a_trace(word):
    service_request, desk, _, _, address = scene(word)
    page = desk.get(address)
    assert "DURAND" in page.content.decode()
    assert AuditEvent.objects.filter(action="open_request", service_request_id=service_request.pk).exists()


@each_page
def test_a_prefetch_of_the_page_opens_nothing(word):
    service_request, desk, _, _, address = scene(word)
    assert desk.get(address, headers={"Sec-Purpose": "prefetch"}).status_code == 204
    assert desk.head(address).status_code == 204
    assert not AuditEvent.objects.filter(service_request_id=service_request.pk).exists()


@each_page
def test_it_is_done_and_what_was_typed_is_shown_as_it_is(word):
    service_request, desk, said, to, address = scene(word)
    page = desk.post(address, said, follow=True).content.decode()
    service_request.refresh_from_db()
    assert service_request.state == to
    assert "<script>alert" not in page
    texts = {
        *Message.objects.values_list("text", flat=True),
        *Transition.objects.values_list("reason", flat=True),
    }
    assert TEXT in texts


@each_page
def test_a_double_click_is_no_error_and_does_it_once(word):
    service_request, desk, said, to, address = scene(word)
    said = {**said, "key": "0198a7a0-0000-7000-8000-000000000001"}
    desk.post(address, said)
    counts = Message.objects.count(), Transition.objects.exclude(verb="read").count()
    again = desk.post(address, said)
    service_request.refresh_from_db()
    assert again.status_code in (200, 302)
    assert service_request.state == to
    assert (Message.objects.count(), Transition.objects.exclude(verb="read").count()) == counts


@pytest.mark.parametrize("word", ["complement", "completer", "rouvrir", "decliner", "annuler", "erreur"])
def test_a_retry_after_a_time_out_is_told_that_it_left(word):
    _, desk, said, _, address = scene(word)
    desk.post(address, said)
    again = desk.post(address, said, follow=True).content.decode()
    assert "Rien n’est parti" not in again
    said = {name: "Autre chose." if name in ("text", "reason") else text for name, text in said.items()}
    assert "Rien n’est parti" in desk.post(address, said).content.decode()


@each_page
def test_nul_is_a_sentence(word):
    service_request, desk, said, _, address = scene(word)
    before = service_request.state
    page = desk.post(address, {name: f"{text}\x00" for name, text in said.items()})
    service_request.refresh_from_db()
    assert (page.status_code, service_request.state) == (200, before)
    assert "À corriger avant de continuer" in page.content.decode()


@each_page
def test_a_stranger_finds_nothing(word):
    _, _, said, _, address = scene(word)
    stranger = desk_of(RoleFactory())
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, said).status_code == 404


@pytest.mark.parametrize("word", ["complement", "decliner", "reorienter"])
def test_the_requester_does_not_do_what_is_the_services(word):
    taken = ServiceRequestFactory(taken=True)
    assert requester_desk(taken).get(f"/dossiers/{taken.reference}/{word}/").status_code == 403


@pytest.mark.parametrize("word", ["completer", "rouvrir", "annuler", "accord"])
def test_an_expert_does_not_do_what_is_the_requesters(word):
    taken = ServiceRequestFactory(taken=True)
    assert member_desk(taken).get(f"/dossiers/{taken.reference}/{word}/").status_code == 403


@pytest.mark.parametrize("word", ["complement", "decliner", "reorienter", "annuler"])
def test_whoever_presses_after_another_has_answered_is_told_who_and_keeps_the_text(word):
    taken = ServiceRequestFactory(taken=True)
    other = service_answering(taken, "Dermatologie d’Ailleurs")
    desk = requester_desk(taken) if word == "annuler" else member_desk(taken)
    actions.answer(taken, OPINION, by=actor(taken.taken_by))
    said = {"text": TEXT, "reason": TEXT, "reason_code": "other", "service": str(other.pk)}
    page = desk.post(f"/dossiers/{taken.reference}/{word}/", said).content.decode()
    taken.refresh_from_db()
    assert f"{taken.taken_by.practitioner} a déjà répondu à cette demande" in page
    assert "Rien n’est parti." in page
    assert "شكرا" in page
    assert taken.state == State.ANSWERED


@pytest.mark.parametrize("word", ["decliner", "annuler", "erreur", "accord"])
def test_ten_thousand_characters_are_a_sentence_and_stay_and_no_browser_cuts_them(word):
    service_request, desk, said, _, address = scene(word)
    before = service_request.state
    page = desk.post(address, {**said, "reason": "é" * 10_000}).content.decode()
    service_request.refresh_from_db()
    assert service_request.state == before
    assert "À corriger avant de continuer" in page
    assert "é" * 10_000 in page
    assert "maxlength" not in page


def test_a_page_that_comes_too_late_says_so():
    declined = ServiceRequestFactory(declined=True)
    page = member_desk(declined).get(f"/dossiers/{declined.reference}/complement/", follow=True)
    assert "Ce n’est plus possible" in page.content.decode()


def test_what_was_typed_is_kept_when_somebody_was_first():
    taken = ServiceRequestFactory(taken=True)
    desk = member_desk(taken)
    requester_desk(taken).post(f"/dossiers/{taken.reference}/annuler/", {"reason": "Réglé."})
    page = desk.post(
        f"/dossiers/{taken.reference}/complement/", {"text": "Une photo nette ?"}
    ).content.decode()
    assert "Rien n’est parti." in page
    assert "Une photo nette ?" in page
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("word", "trait", "desk", "sentence"),
    [
        ("complement", "taken", taker_desk, "Écrivez ce dont vous avez besoin"),
        ("completer", "on_hold", requester_desk, "Écrivez votre réponse à l’expert."),
        ("decliner", "taken", taker_desk, "Choisissez un motif."),
        ("erreur", "sent", requester_desk, "Dites ce qui est erroné"),
        ("reorienter", "taken", taker_desk, "Choisissez un service."),
    ],
)
def test_an_empty_form_says_what_is_missing(word, trait, desk, sentence):
    service_request = ServiceRequestFactory(**{trait: True})
    page = desk(service_request).post(f"/dossiers/{service_request.reference}/{word}/", {})
    assert sentence in page.content.decode()


def test_what_is_missing_is_proposed_and_asked_by_name():
    taken = ServiceRequestFactory(taken=True)
    taken.response.answers = {"question": {"unavailable": "patient confus"}}
    taken.response.save()
    desk = taker_desk(taken)
    address = f"/dossiers/{taken.reference}/complement/"
    assert "Votre question précise (patient confus)" in desk.get(address).content.decode()
    desk.post(address, {"text": "La question ?", "asked_items": ["question"]})
    assert Message.objects.get().asked_items == ["question"]
    reply = requester_desk(taken).get(f"/dossiers/{taken.reference}/completer/").content.decode()
    assert "La question\u202f?" in reply
    assert "Votre question précise" in reply


def service_answering(service_request: ServiceRequest, name: str) -> HealthcareService:
    """Another service, that answers requests of this type."""
    other: HealthcareService = ServiceFactory(name=name)
    ServiceOffer.objects.create(healthcare_service=other, request_type=service_request.request_type)
    return other


def test_redirecting_proposes_only_services_that_answer_this_type():
    taken = ServiceRequestFactory(taken=True)
    service_answering(taken, "Dermatologie d’Ailleurs")
    other = ServiceFactory(name="Cardiologie d’Essai")
    desk, address = taker_desk(taken), f"/dossiers/{taken.reference}/reorienter/"
    page = desk.get(address).content.decode()
    assert "Dermatologie d’Ailleurs" in page
    assert "Cardiologie d’Essai" not in page
    refused = desk.post(address, {"service": str(other.pk), "reason": "Souffle."}).content.decode()
    assert "Choisissez un service de la liste." in refused
    assert "Souffle." in refused
    nothing = desk.post(address, {"do": "search", "service_text": "cardio"}).content.decode()
    assert "Aucun service qui répond à ce type de demande" in nothing


def test_where_nobody_else_answers_this_type_the_page_says_what_to_do_instead():
    taken = ServiceRequestFactory(taken=True)
    page = taker_desk(taken).get(f"/dossiers/{taken.reference}/reorienter/").content.decode()
    assert "Aucun autre service ne répond à ce type de demande." in page
    assert f"/dossiers/{taken.reference}/decliner/" in page
    assert "<textarea" not in page


def test_redirecting_searches_and_keeps_what_was_written():
    taken = ServiceRequestFactory(taken=True)
    other = service_answering(taken, name="Cardiologie d’Essai")
    desk = taker_desk(taken)
    address = f"/dossiers/{taken.reference}/reorienter/"
    found = desk.post(
        address, {"do": "search", "service_text": "cardio", "reason": "Souffle."}
    ).content.decode()
    assert "Cardiologie d’Essai" in found
    assert "Souffle." in found
    assert "À corriger" not in found
    done = desk.post(address, {"service": str(other.pk), "reason": "Souffle."})
    taken.refresh_from_db()
    assert (taken.state, taken.healthcare_service) == (State.SENT, other)
    assert done["Location"] == "/reception/"
    assert desk.get(f"/dossiers/{taken.reference}/").status_code == 404


@pytest.mark.parametrize("service", ["", "x", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_redirecting_to_no_service_is_a_sentence(service):
    taken = ServiceRequestFactory(taken=True)
    said = {"service": service, "reason": "x", "service_text": "\x00"}
    page = taker_desk(taken).post(f"/dossiers/{taken.reference}/reorienter/", said)
    assert page.status_code == 200
    assert "Choisissez un service" in page.content.decode()


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", jpeg(Random(1)))


def test_the_same_message_twice_with_a_file_keeps_one_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    taken = ServiceRequestFactory(taken=True)
    desk, address = requester_desk(taken), f"/dossiers/{taken.reference}/message/"
    key = "0198a7a0-0000-7000-8000-000000000001"
    folders = Folder.objects.count()
    for _ in range(2):
        assert desk.post(address, {"text": TEXT, "key": key, "files": photo()}).status_code == 302
    assert Folder.objects.count() == folders + 1
    assert Document.objects.get().folder == Message.objects.get().folder


def test_a_complement_with_a_document_that_is_being_checked_keeps_its_words(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    held = ServiceRequestFactory(on_hold=True)
    desk, address = requester_desk(held), f"/dossiers/{held.reference}/completer/"
    folder = actions.open_reply_folder(held, by=actor(held.requester))
    document = add(folder, photo(), by=actor(held.requester))
    page = desk.post(address, {"text": "La voici."}).content.decode()
    held.refresh_from_db()
    assert held.state == State.ON_HOLD
    assert "encore en vérification" in page
    assert "La voici." in page
    clean_document(document)
    assert desk.post(address, {"text": "La voici."}).status_code == 302


def test_the_page_that_asks_for_a_complement_asks_the_database_a_dozen_times_at_most():
    taken = ServiceRequestFactory(taken=True)
    desk, address = taker_desk(taken), f"/dossiers/{taken.reference}/complement/"
    desk.get(address)
    assert len(statements(lambda: desk.get(address))) <= 12
