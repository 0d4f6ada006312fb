"""«Attribuer à…»: secretary, coordinator, referent."""

import pytest

from telavis.service_requests.workflow import State
from telavis.services.models import MemberKind
from tests.factories import ExpertFactory, RoleFactory, ServiceRequestFactory, coordinator_of
from tests.web.desks import desk_of, member_desk, requester_desk

pytestmark = pytest.mark.django_db


def assign_address(service_request):
    return f"/reception/{service_request.reference}/attribuer/"


def test_a_secretary_assigns_and_the_request_is_not_taken():
    sent = ServiceRequestFactory(sent=True)
    chosen = ExpertFactory(service=sent.healthcare_service)
    answer = member_desk(sent, MemberKind.SECRETARY).post(assign_address(sent), {"member": str(chosen.pk)})
    sent.refresh_from_db()
    assert (sent.owner, sent.state) == (chosen, State.SENT)
    assert answer["Location"] == "/reception/"


def test_the_page_proposes_those_who_answer_and_no_secretary():
    sent = ServiceRequestFactory(sent=True)
    expert = ExpertFactory(service=sent.healthcare_service)
    secretary = ExpertFactory(service=sent.healthcare_service, kind=MemberKind.SECRETARY)
    page = desk_of(coordinator_of(sent.healthcare_service)).get(assign_address(sent)).content.decode()
    assert str(expert.pk) in page
    assert str(secretary.pk) not in page


@pytest.mark.parametrize("member", ["", "x", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_nobody_or_somebody_else_is_refused_with_a_sentence(member):
    sent = ServiceRequestFactory(sent=True)
    page = desk_of(coordinator_of(sent.healthcare_service)).post(assign_address(sent), {"member": member})
    assert page.status_code == 200
    assert "À corriger avant de continuer" in page.content.decode()


def test_the_referent_assigns_without_seeing_the_file():
    sent = ServiceRequestFactory(sent=True)
    referent = sent.healthcare_service.organization.referent
    chosen = ExpertFactory(service=sent.healthcare_service)
    desk = desk_of(referent)
    page = desk.get(assign_address(sent)).content.decode()
    assert "DURAND" not in page
    assert "lésion" not in page
    assert desk.post(assign_address(sent), {"member": str(chosen.pk)})["Location"] == "/reception/referent/"
    sent.refresh_from_db()
    assert sent.owner == chosen
    assert desk.get(f"/dossiers/{sent.reference}/").status_code == 404


def test_it_is_not_theirs_for_an_expert_or_the_requester_and_does_not_exist_for_a_stranger():
    sent = ServiceRequestFactory(sent=True)
    assert member_desk(sent).get(assign_address(sent)).status_code == 403
    assert requester_desk(sent).post(assign_address(sent)).status_code == 403
    assert desk_of(RoleFactory()).get(assign_address(sent)).status_code == 404


def test_what_is_answered_is_no_longer_assigned():
    answered = ServiceRequestFactory(answered=True)
    coordinator = coordinator_of(answered.healthcare_service)
    page = desk_of(coordinator).post(assign_address(answered), {"member": str(coordinator.pk)}, follow=True)
    assert "n’attend plus personne" in page.content.decode()
