"""Signing what the page no longer shows: news that came meanwhile, a request that went elsewhere."""

import re

import pytest

from telavis.service_requests import actions
from telavis.service_requests.models import Answer, AnswerDraft, ServiceRequest
from telavis.service_requests.workflow import State
from tests.factories import ServiceRequestFactory, actor, coordinator_of, expert_of, requester_of
from tests.service_requests.test_redirect import service_answering
from tests.web.desks import desk_of, taker_desk
from tests.web.thread.test_answer import OPINION_TYPED, answer_address, sign, words

pytestmark = pytest.mark.django_db
ALLERGY = "Allergie à la pénicilline, retrouvée ce matin."


def shown(desk, service_request: ServiceRequest) -> dict[str, str]:
    """The hidden fields of the form that this page shows."""
    page = desk.get(f"/dossiers/{service_request.reference}/").content.decode()
    form = page.partition('class="answer-form')[2]
    return dict(re.findall(r'name="(revision|seen)" value="(\d+)"', form))


def test_a_message_that_came_while_one_was_writing_is_read_before_signing():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    hidden = shown(desk, taken)
    actions.write(taken, text=ALLERGY, by=requester_of(taken))
    refused = words(sign(desk, taken, **hidden))
    assert "Rien n’est signé. Un message est arrivé pendant que vous écriviez." in refused
    assert ALLERGY in refused
    assert OPINION_TYPED["short_answer"] in refused
    assert not Answer.objects.filter(service_request=taken).exists()
    assert "Votre avis est signé et envoyé." in words(sign(desk, taken, **shown(desk, taken)))


def test_my_own_message_is_no_news():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    hidden = shown(desk, taken)
    actions.write(taken, text="Je regarde.", by=actor(taken.taken_by))
    assert "Votre avis est signé et envoyé." in words(sign(desk, taken, **hidden))


def test_an_older_tab_does_not_sign_its_text_into_a_request_that_was_reopened():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    hidden = shown(desk, taken)
    sign(desk, taken, **hidden)
    actions.reopen(taken, text="Et pour le bras ?", by=requester_of(taken))
    refused = words(sign(desk, taken, **hidden, warning_signs="Elle gratte."))
    assert "La demande a été rouverte avec une nouvelle question" in refused
    assert Answer.objects.filter(service_request=taken).count() == 1


def test_the_text_for_a_request_that_was_redirected_meanwhile_is_given_back():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    draft = f"/dossiers/{taken.reference}/avis/brouillon/"
    desk.post(draft, {**OPINION_TYPED, **shown(desk, taken)})
    hidden = shown(desk, taken)
    other = service_answering(taken)
    actions.redirect(taken, other, reason="Relève d’eux.", by=actor(coordinator_of(taken.healthcare_service)))
    page = desk.post(answer_address(taken), {**OPINION_TYPED, **hidden, "do": "sign"})
    assert page.status_code == 409
    for kept in (OPINION_TYPED["short_answer"], OPINION_TYPED["for_patient"], "Photographier"):
        assert kept in words(page)
    assert taken.patient.current.birth_name not in words(page)
    saved = desk.post(draft, {**OPINION_TYPED, **hidden})
    assert (saved.status_code, "ne vous est plus ouverte" in saved.json()["sentence"]) == (409, True)
    assert ServiceRequest.objects.get(pk=taken.pk).state == State.SENT


def test_a_member_who_wrote_nothing_finds_nothing():
    taken = ServiceRequestFactory(taken=True)
    reader = desk_of(expert_of(taken).role)
    other = service_answering(taken)
    actions.redirect(taken, other, reason="Relève d’eux.", by=actor(coordinator_of(taken.healthcare_service)))
    assert reader.post(answer_address(taken), {**OPINION_TYPED, "do": "sign"}).status_code == 404


def test_a_save_that_arrives_after_the_signature_brings_no_draft_back():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    draft = f"/dossiers/{taken.reference}/avis/brouillon/"
    revision = desk.post(draft, {**OPINION_TYPED, "revision": "0"}).json()["revision"]
    sign(desk, taken, revision=str(revision))
    late = desk.post(draft, {**OPINION_TYPED, "revision": str(revision)})
    assert (late.status_code, "devenu l’avis signé" in late.json()["sentence"]) == (409, True)
    assert not AnswerDraft.objects.filter(service_request=taken).exists()
