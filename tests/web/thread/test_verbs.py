"""The verbs of one press: done once, refused with a sentence, closed to others."""

import pytest

from telavis.service_requests.workflow import State
from tests.factories import RoleFactory, ServiceRequestFactory
from tests.web.desks import desk_of, member_desk, requester_desk, taker_desk

pytestmark = pytest.mark.django_db

VERBS = [
    ("take", "prendre", "sent", member_desk, State.TAKEN),
    ("release", "remettre", "taken", taker_desk, State.SENT),
    ("recall", "rappeler", "sent", requester_desk, State.DRAFT),
    ("close", "clore", "answered", requester_desk, State.CLOSED),
    ("discard", "corbeille", "draft", requester_desk, State.DISCARDED),
    ("restore", "reprendre", "discarded", requester_desk, State.DRAFT),
]
each_verb = pytest.mark.parametrize(
    ("word", "trait", "desk", "to"), [verb[1:] for verb in VERBS], ids=[verb[0] for verb in VERBS]
)


def request_in(trait: str):
    return ServiceRequestFactory(**({} if trait == "draft" else {trait: True}))


@each_verb
def test_the_verb_is_done_and_the_file_comes_back(word, trait, desk, to):
    service_request = request_in(trait)
    answer = desk(service_request).post(f"/dossiers/{service_request.reference}/{word}/")
    service_request.refresh_from_db()
    assert service_request.state == to
    assert answer["Location"] == f"/dossiers/{service_request.reference}/"


@each_verb
def test_a_double_click_is_told_in_a_sentence(word, trait, desk, to):
    service_request = request_in(trait)
    person = desk(service_request)
    address = f"/dossiers/{service_request.reference}/{word}/"
    person.post(address)
    page = person.post(address, follow=True)
    service_request.refresh_from_db()
    assert page.status_code == 200
    assert service_request.state == to
    assert "notice--warning" in page.content.decode()


@each_verb
def test_a_stranger_finds_nothing_and_a_link_does_nothing(word, trait, desk, to):
    service_request = request_in(trait)
    address = f"/dossiers/{service_request.reference}/{word}/"
    assert desk_of(RoleFactory()).post(address).status_code == 404
    assert desk(service_request).get(address).status_code == 405


@pytest.mark.parametrize(("word", "trait"), [("clore", "answered"), ("rappeler", "sent")])
def test_the_service_does_not_do_what_is_the_requesters(word, trait):
    service_request = request_in(trait)
    assert (
        member_desk(service_request).post(f"/dossiers/{service_request.reference}/{word}/").status_code == 403
    )


@pytest.mark.parametrize(("word", "trait"), [("prendre", "sent"), ("remettre", "taken")])
def test_the_requester_does_not_do_what_is_the_services(word, trait):
    service_request = request_in(trait)
    desk = requester_desk(service_request)
    assert desk.post(f"/dossiers/{service_request.reference}/{word}/").status_code == 403


def test_what_the_service_has_opened_is_not_recalled():
    sent = ServiceRequestFactory(sent=True)
    member_desk(sent).get(f"/dossiers/{sent.reference}/")
    page = requester_desk(sent).post(f"/dossiers/{sent.reference}/rappeler/", follow=True)
    assert "Le service a déjà ouvert cette demande." in page.content.decode()
