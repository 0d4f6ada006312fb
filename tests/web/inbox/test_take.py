"""«Prendre», from the list."""

import pytest

from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State
from telavis.services.models import MemberKind
from tests.factories import RoleFactory, ServiceRequestFactory
from tests.web.desks import desk_of, member_desk, requester_desk

pytestmark = pytest.mark.django_db


def take_address(service_request: ServiceRequest) -> str:
    return f"/reception/{service_request.reference}/prendre/"


def test_taking_opens_the_file():
    sent = ServiceRequestFactory(sent=True)
    answer = member_desk(sent).post(take_address(sent))
    sent.refresh_from_db()
    assert sent.state == State.TAKEN
    assert answer["Location"] == f"/dossiers/{sent.reference}/"


def test_the_second_is_told_who_was_first():
    sent = ServiceRequestFactory(sent=True)
    member_desk(sent).post(take_address(sent))
    sent.refresh_from_db()
    page = member_desk(sent).post(take_address(sent), follow=True)
    assert f"{sent.taken_by.practitioner} a déjà pris cette demande en charge" in page.content.decode()


def test_it_is_not_theirs_for_a_requester_or_a_secretary_and_does_not_exist_for_a_stranger():
    sent = ServiceRequestFactory(sent=True)
    assert requester_desk(sent).post(take_address(sent)).status_code == 403
    assert member_desk(sent, MemberKind.SECRETARY).post(take_address(sent)).status_code == 403
    assert desk_of(RoleFactory()).post(take_address(sent)).status_code == 404


def test_a_link_takes_nothing():
    sent = ServiceRequestFactory(sent=True)
    assert member_desk(sent).get(take_address(sent)).status_code == 405
