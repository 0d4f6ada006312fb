"""The head of an open file, asked again every 30 s: it tells who has it, shows no patient and opens nothing."""

import pytest

from telavis.audit.models import AuditEvent
from telavis.service_requests import actions
from telavis.service_requests.models import ReadMark, ServiceRequest
from tests.factories import OPINION, RoleFactory, ServiceRequestFactory, actor, expert_of, requester_of
from tests.web.desks import desk_of, member_desk, requester_desk, statements

pytestmark = pytest.mark.django_db

POLLING = {"HX-Request": "true", "X-Telavis-Background": "1"}


def address(service_request: ServiceRequest) -> str:
    return f"/dossiers/{service_request.reference}/etat/"


def seen_by(desk, service_request) -> str:
    return desk.get(f"/dossiers/{service_request.reference}/").context["stamp"]


def poll(desk, service_request, seen):
    return desk.get(address(service_request), {"vu": seen}, headers=POLLING)


def test_nothing_is_said_while_nothing_has_moved():
    sent = ServiceRequestFactory(sent=True)
    desk = requester_desk(sent)
    assert poll(desk, sent, seen_by(desk, sent)).status_code == 204


def test_the_requester_is_told_that_the_service_has_opened_it_then_who_has_it():
    sent = ServiceRequestFactory(sent=True)
    desk = requester_desk(sent)
    seen = seen_by(desk, sent)
    expert = expert_of(sent)
    desk_of(expert.role).get(f"/dossiers/{sent.reference}/")
    assert "ouverte par le service" in poll(desk, sent, seen).content.decode()
    actions.take(sent, by=expert)
    told = poll(desk, sent, seen).content.decode()
    assert f"prise en charge par {expert.role.practitioner}" in told
    assert "Ce dossier a changé depuis que vous l’avez ouvert." in told


def test_an_expert_is_told_that_another_has_answered_and_is_offered_no_verb_too_late():
    taken = ServiceRequestFactory(taken=True)
    desk = member_desk(taken)
    seen = seen_by(desk, taken)
    actions.answer(taken, OPINION, by=actor(taken.taken_by))
    told = poll(desk, taken, seen).content.decode()
    assert f"avis de {taken.taken_by.practitioner}" in told
    assert "complement/" not in told


def test_it_shows_nothing_of_the_patient_and_opens_nothing():
    taken = ServiceRequestFactory(taken=True)
    for desk in (requester_desk(taken), member_desk(taken)):
        told = poll(desk, taken, "").content.decode()
        assert taken.reference in told
        assert "DURAND" not in told.upper()
        assert "Faut-il retirer" not in told
    assert not AuditEvent.objects.filter(service_request_id=taken.pk).exists()
    assert not ReadMark.objects.exists()


def test_a_stranger_and_a_colleague_who_follows_no_longer_get_nothing():
    taken = ServiceRequestFactory(taken=True)
    assert poll(desk_of(RoleFactory()), taken, "").status_code == 404
    colleague = RoleFactory()
    share = actions.share(taken, colleague.practitioner, by=requester_of(taken))
    desk = desk_of(colleague)
    assert poll(desk, taken, "").status_code == 200
    actions.unshare(share, by=requester_of(taken))
    assert poll(desk, taken, "").status_code == 404


def test_whoever_types_the_address_is_led_to_the_file():
    taken = ServiceRequestFactory(taken=True)
    assert requester_desk(taken).get(address(taken))["Location"] == f"/dossiers/{taken.reference}/"


def test_asking_again_costs_four_queries():
    taken = ServiceRequestFactory(taken=True)
    desk = requester_desk(taken)
    seen = seen_by(desk, taken)
    assert len(statements(lambda: poll(desk, taken, seen))) <= 4
