"""Reopening, as the requester reads it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from telavis.service_requests import actions
from tests.factories import ServiceRequestFactory, coordinator_of, requester_of
from tests.web.desks import requester_desk

pytestmark = pytest.mark.django_db


def reopened(service_request) -> str:
    address = reverse("thread:reopen", args=[service_request.reference])
    page = requester_desk(service_request).post(address, {"text": "Quelle dose ?"}, follow=True)
    return page.content.decode().replace("\u00a0", " ")


def test_the_one_who_had_it_is_said_to_be_told():
    assert "L’expert en est averti." in reopened(ServiceRequestFactory(answered=True))


def test_when_they_have_left_the_service_the_page_says_who_answers_for_it_and_they_hear_of_what_follows():
    answered = ServiceRequestFactory(answered=True)
    answered.taken_by.memberships.update(ended_on=timezone.localdate() - timedelta(days=1))
    page = reopened(answered)
    coordinator = coordinator_of(answered.healthcare_service)
    assert (
        f"n’est plus dans ce service\u202f: {coordinator.practitioner.full_name} répond de la suite." in page
    )
    assert "L’expert en est averti." not in page
    actions.write(answered, text="Et à quelle heure ?", by=requester_of(answered))
    kinds = set(coordinator.practitioner.user.notifications.values_list("kind", flat=True))
    assert kinds == {"reopen", "write"}
