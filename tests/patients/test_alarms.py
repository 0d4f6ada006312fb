"""Whoever searches many patients in an hour is shown to the administrators, once a day."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from telavis.audit.administration import Act
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.actors import Actor
from telavis.notifications.models import Delivery
from telavis.parameters.models import Parameter
from telavis.patients import openings
from telavis.patients.terms import SearchTerms
from telavis.service_requests.openings import search_files
from telavis.service_requests.queries.home import person_of
from tests.administration.administering import administrator
from tests.factories import ServiceRequestFactory, UserFactory, requester_of

pytestmark = pytest.mark.django_db
MOST = 3


@pytest.fixture(autouse=True)
def few() -> None:
    Parameter.objects.filter(key="patient_searches_an_hour").update(value=MOST)


def search(by: Actor, times: int) -> None:
    for _ in range(times):
        openings.search_patients(SearchTerms(last="Durand"), by=by)


def an_hour_later(monkeypatch: pytest.MonkeyPatch, hours: int = 1) -> None:
    later = timezone.now() + timedelta(hours=hours, minutes=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)


def said() -> list[str]:
    alarms = AuditEvent.objects.filter(action=AuditAction.ADMINISTER, detail__did=Act.MANY_SEARCHES.value)
    return list(alarms.values_list("object_label", flat=True))


def test_beyond_so_many_the_administrators_are_told_once():
    administrator()
    doctor = Actor(user=UserFactory(), label="Dr Martin")
    search(doctor, MOST)
    assert (said(), Delivery.objects.count()) == ([], 0)
    search(doctor, MOST)
    assert (said(), Delivery.objects.count()) == ([doctor.user_label], 1)
    assert doctor.user_label not in Delivery.objects.get().body


def test_searches_of_others_do_not_count():
    doctor, other = (Actor(user=UserFactory(), label=name) for name in ("Dr Martin", "Dr Petit"))
    search(doctor, MOST)
    search(other, MOST)
    assert said() == []


def test_as_many_in_two_hours_are_no_alarm(monkeypatch: pytest.MonkeyPatch):
    doctor = Actor(user=UserFactory(), label="Dr Martin")
    search(doctor, MOST)
    an_hour_later(monkeypatch)
    search(doctor, MOST)
    assert said() == []


def test_who_goes_on_is_told_again_the_next_day(monkeypatch: pytest.MonkeyPatch):
    doctor = Actor(user=UserFactory(), label="Dr Martin")
    search(doctor, MOST + 1)
    an_hour_later(monkeypatch, hours=23)
    search(doctor, MOST + 1)
    assert said() == [doctor.user_label]
    an_hour_later(monkeypatch, hours=2)
    search(doctor, MOST + 1)
    assert said() == [doctor.user_label] * 2


def test_searches_among_ones_own_files_do_not_count():
    sent = ServiceRequestFactory(sent=True)
    by = requester_of(sent)
    for _ in range(MOST):
        search_files(person_of(by), "Durand", by=by)
    search(by, MOST)
    assert said() == []


def test_what_else_an_account_did_is_not_read():
    doctor = Actor(user=UserFactory(), label="Dr Martin")
    with CaptureQueriesContext(connection) as asked:
        search(doctor, 1)
    (statement,) = (each["sql"] for each in asked if 'FROM "audit_auditevent"' in each["sql"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "audit_of_searches" in plan
