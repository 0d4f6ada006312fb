"""What the referent of an establishment sees: references, delays and owners, nothing clinical."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.service_requests.permissions import may_assign
from telavis.service_requests.queries.referent import PAGE
from tests.factories import RoleFactory, ServiceFactory, ServiceRequestFactory, actor
from tests.web.desks import desk_of, member_desk

pytestmark = pytest.mark.django_db

REFERENT = "/reception/referent/"


def test_it_shows_what_waits_and_with_whom_and_nothing_of_the_patient():
    sent = ServiceRequestFactory(sent=True)
    elsewhere = ServiceRequestFactory(sent=True)
    page = desk_of(sent.healthcare_service.organization.referent).get(REFERENT).content.decode()
    assert sent.reference in page
    assert str(sent.owner.practitioner) in page
    for hidden in (elsewhere.reference, "DURAND", "J. D.", "lésion"):
        assert hidden not in page


def test_answered_requests_wait_no_more():
    answered = ServiceRequestFactory(answered=True)
    page = desk_of(answered.healthcare_service.organization.referent).get(REFERENT)
    assert answered.reference not in page.content.decode()


def test_the_inbox_of_a_referent_who_answers_nowhere_is_this_list():
    service = ServiceFactory()
    assert desk_of(service.organization.referent).get("/reception/")["Location"] == REFERENT


def test_it_does_not_exist_for_others():
    sent = ServiceRequestFactory(sent=True)
    assert member_desk(sent).get(REFERENT).status_code == 404
    assert desk_of(RoleFactory()).get(REFERENT).status_code == 404


def test_who_works_there_no_more_lists_and_assigns_nothing():
    sent = ServiceRequestFactory(sent=True)
    referent = sent.healthcare_service.organization.referent
    referent.ended_on = timezone.localdate() - timedelta(days=1)
    referent.save(update_fields=["ended_on"])
    elsewhere = RoleFactory(practitioner=referent.practitioner)
    assert desk_of(elsewhere).get(REFERENT).status_code == 404
    sent.refresh_from_db()
    assert not may_assign(actor(elsewhere), sent)


def test_the_next_ones_follow_without_a_gap_or_a_repeat():
    service = ServiceFactory()
    sent = {
        ServiceRequestFactory(
            sent=True, healthcare_service=service, sent_at=timezone.now() - timedelta(hours=each)
        ).reference
        for each in range(1, PAGE + 4)
    }
    desk = desk_of(service.organization.referent)
    first = desk.get(REFERENT).context["page"]
    second = desk.get(REFERENT, {"apres": first.next}).context["page"]
    shown = [row.reference for row in (*first.rows, *second.rows)]
    assert (len(first.rows), second.next) == (PAGE, "")
    assert sorted(shown) == sorted(sent)
