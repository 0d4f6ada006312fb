"""A person's own figures."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.statistics.queries import answered_by_month, asked_by_month, delay_in_words
from tests.factories import RoleFactory, ServiceRequestFactory

pytestmark = pytest.mark.django_db


def test_what_was_asked_counts_for_every_workplace_of_the_person_and_for_nobody_else():
    answered = ServiceRequestFactory(answered=True)
    elsewhere = RoleFactory(practitioner=answered.requester.practitioner)
    ServiceRequestFactory(sent=True, requester=elsewhere)
    ServiceRequestFactory(sent=True)
    (month,) = asked_by_month(answered.requester.practitioner_id)
    assert (month.requests, month.answered, month.declined) == (2, 1, 0)
    assert month.median_hours == pytest.approx(1.5, abs=0.01)


def test_what_was_taken_in_charge_counts_for_the_expert():
    answered = ServiceRequestFactory(answered=True)
    (month,) = answered_by_month(answered.taken_by.practitioner_id)
    assert month.requests == 1
    assert asked_by_month(answered.taken_by.practitioner_id) == []


def test_months_are_those_of_the_reader():
    sent = ServiceRequestFactory(sent=True)
    first = timezone.localtime().replace(day=1, hour=0, minute=30, second=0, microsecond=0)
    sent.sent_at = sent.visible_at = first
    sent.save()
    (month,) = asked_by_month(sent.requester.practitioner_id)
    assert month.first_day == first.date()


def test_a_year_ago_is_left_out():
    sent = ServiceRequestFactory(sent=True)
    sent.sent_at = timezone.now() - timedelta(days=400)
    sent.save()
    assert asked_by_month(sent.requester.practitioner_id) == []


@pytest.mark.parametrize(
    ("hours", "words"), [(None, "—"), (0.2, "12\u202fmin"), (5, "5\u202fh"), (72, "3\u00a0j")]
)
def test_delays_are_said_in_words(hours, words):
    assert delay_in_words(hours) == words
