"""The monthly report of what was completed after a complement: what it counts, when, for whom, once."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.utils import timezone

from telavis.notifications.models import Delivery, Notification
from telavis.service_requests.models import AskedItem, ServiceRequest
from telavis.services.models import MemberKind
from telavis.statistics.actions import report, report_complements
from telavis.statistics.complements import bounds, month_before, reports_of
from telavis.statistics.models import ComplementReport
from tests.factories import ExpertFactory, RoleFactory, ServiceRequestFactory, actor, coordinator_of

OCTOBER = date(2026, 10, 1)
IN_OCTOBER = datetime(2026, 10, 15, 12, tzinfo=UTC)
IN_NOVEMBER = datetime(2026, 11, 2, 12, tzinfo=UTC)


def asked(
    service_request: ServiceRequest, *, at: datetime = IN_OCTOBER, given: datetime | None = IN_OCTOBER
) -> None:
    AskedItem.objects.create(
        service_request=service_request,
        healthcare_service=service_request.healthcare_service,
        questionnaire=service_request.response.questionnaire,
        link_id="question",
        asked_at=at,
        answered_at=given,
    )


@pytest.fixture
def sent(db: None) -> ServiceRequest:
    service_request: ServiceRequest = ServiceRequestFactory(sent=True)
    ServiceRequest.objects.filter(pk=service_request.pk).update(sent_at=IN_OCTOBER, visible_at=IN_OCTOBER)
    return service_request


def test_it_counts_what_was_asked_and_given_by_form_and_question(sent):
    again = ServiceRequestFactory(
        sent=True, healthcare_service=sent.healthcare_service, request_type=sent.request_type
    )
    asked(sent)
    asked(sent)  # a second time: the answer was not enough
    asked(again, given=None)
    asked(ServiceRequestFactory(sent=True), given=IN_NOVEMBER)
    assert report_complements(IN_NOVEMBER) == 1
    (form,) = ComplementReport.objects.get().forms
    assert form == {
        "title": "Essai",
        "version": "1",
        "received": 1,
        "completed": 1,
        "items": [{"label": "Votre question précise", "asked": 2, "given": 1}],
    }


def test_coordinators_are_told_once_with_a_way_to_the_page_and_nothing_clinical(sent):
    asked(sent)
    second = ExpertFactory(service=sent.healthcare_service, kind=MemberKind.COORDINATOR)
    ExpertFactory(service=sent.healthcare_service)
    assert [report_complements(IN_NOVEMBER), report_complements(IN_NOVEMBER)] == [1, 0]
    told = {coordinator_of_first(sent), second.practitioner.user_id}
    assert set(Notification.objects.values_list("user_id", flat=True)) == told
    mail = Delivery.objects.first()
    assert "/activite/complements/" in mail.body
    assert sent.healthcare_service.name not in mail.subject + mail.body
    assert "question" not in mail.body.replace("Les questions le plus souvent complétées", "")


def coordinator_of_first(service_request: ServiceRequest) -> object:
    first = service_request.healthcare_service.memberships.order_by("pk").filter(kind=MemberKind.COORDINATOR)[
        0
    ]
    return first.role.practitioner.user_id


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 10, 31, 22, 59, tzinfo=UTC), date(2026, 9, 1)),  # 23:59 in Paris
        (
            datetime(2026, 10, 31, 23, 1, tzinfo=UTC),
            OCTOBER,
        ),  # 00:01 in Paris: the clocks went back on the 25th
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_a_month_ends_at_midnight_in_paris(moment, month):
    assert month_before(moment) == month


def test_the_bounds_follow_the_change_of_hour():
    start, end = bounds(OCTOBER)
    assert start.astimezone(UTC) == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert end.astimezone(UTC) == datetime(2026, 10, 31, 23, tzinfo=UTC)


def test_who_stands_in_for_a_coordinator_today_is_told_instead(sent):
    asked(sent)
    away, stand_in, today = coordinator_of(sent.healthcare_service), RoleFactory(), timezone.localdate()
    away.memberships.get().absences.create(substitute=stand_in, started_on=today, ended_on=today)
    report(sent.healthcare_service_id, OCTOBER)
    assert [each.user for each in Notification.objects.all()] == [stand_in.practitioner.user]


def test_only_who_coordinates_the_service_reads_it(sent):
    asked(sent)
    report_complements(IN_NOVEMBER)
    assert reports_of(actor(coordinator_of(sent.healthcare_service))).count() == 1
    assert reports_of(actor(ExpertFactory(service=sent.healthcare_service))).count() == 0
    assert reports_of(actor(coordinator_of(ServiceRequestFactory().healthcare_service))).count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_report():
    sent = ServiceRequestFactory(sent=True)
    asked(sent)
    together, written = threading.Barrier(2), []

    def write() -> None:
        together.wait()
        try:
            written.append(report(sent.healthcare_service_id, OCTOBER))
        finally:
            connection.close()

    workers = [threading.Thread(target=write) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(written) == [False, True]
    assert Notification.objects.count() == 1
