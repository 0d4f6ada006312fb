"""The real delay of a service: the median of its answers of the last thirty days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.directory.models import HealthcareService
from telavis.service_requests.delays import delay_words, median_delays
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State
from telavis.values.french import NO_BREAK
from tests.factories import AnswerFactory, ServiceFactory, ServiceRequestFactory


def answered(service: HealthcareService, *, hours: float, days_ago: int = 1) -> None:
    when = timezone.now() - timedelta(days=days_ago)
    request = ServiceRequestFactory(taken=True, healthcare_service=service)
    sent_at = when - timedelta(hours=hours)
    ServiceRequest.objects.filter(pk=request.pk).update(
        state=State.ANSWERED,
        answer=AnswerFactory(service_request=request, signed_by=request.taken_by),
        sent_at=sent_at,
        visible_at=sent_at,
        answered_at=when,
        touched_at=when,
    )


@pytest.mark.django_db
def test_the_median_and_not_the_mean():
    service = ServiceFactory()
    for hours in (2, 5, 200):
        answered(service, hours=hours)
    assert median_delays([service.pk]) == {service.pk: timedelta(hours=5)}


@pytest.mark.django_db
def test_two_answers_or_old_ones_say_nothing():
    few, old = ServiceFactory(), ServiceFactory()
    for _ in range(2):
        answered(few, hours=3)
    for _ in range(3):
        answered(old, hours=3, days_ago=31)
    assert median_delays([few.pk, old.pk]) == {}


@pytest.mark.parametrize(
    ("delay", "words"),
    [
        (timedelta(minutes=20), "moins d’une heure"),
        (timedelta(hours=4, minutes=40), f"5{NO_BREAK}h"),
        (timedelta(hours=23, minutes=40), f"1{NO_BREAK}jour"),
        (timedelta(days=2, hours=5), f"2{NO_BREAK}jours"),
    ],
)
def test_a_delay_in_words(delay: timedelta, words: str):
    assert delay_words(delay) == words
