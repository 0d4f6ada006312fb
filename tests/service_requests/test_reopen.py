"""Reopening."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.service_requests import actions
from telavis.service_requests.workflow import State, StepRefused
from telavis.services.models import Absence
from tests.factories import (
    OPINION,
    ExpertFactory,
    ServiceRequestFactory,
    actor,
    coordinator_of,
    requester_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("trait", ["answered", "closed"])
def test_it_goes_back_to_the_one_who_had_it(trait, told):
    ended = ServiceRequestFactory(**{trait: True})
    reopened = actions.reopen(ended, text="Une précision : quelle dose ?", by=requester_of(ended))
    assert (reopened.state, reopened.owner) == (State.TAKEN, ended.taken_by)
    assert told(ended) == {ended.taken_by.practitioner.user.username}


def test_when_the_one_who_had_it_has_left_whoever_answers_for_the_service_owns_it_and_is_told(told):
    ended = ServiceRequestFactory(answered=True)
    ended.taken_by.memberships.update(ended_on=timezone.localdate() - timedelta(days=1))
    reopened = actions.reopen(ended, text="Une précision : quelle dose ?", by=requester_of(ended))
    assert reopened.owner == coordinator_of(ended.healthcare_service)
    assert told(ended) == {reopened.owner.practitioner.user.username}


def test_it_goes_back_to_a_substitute_while_they_replace():
    ended = ServiceRequestFactory(answered=True)
    place, absent = ended.taken_by.memberships.get(), ExpertFactory(service=ended.healthcare_service)
    place.delete()
    today = timezone.localdate()
    Absence.objects.create(
        membership=absent.memberships.get(), substitute=ended.taken_by, started_on=today, ended_on=today
    )
    reopened = actions.reopen(ended, text="Quelle dose ?", by=requester_of(ended))
    assert reopened.owner == ended.taken_by


def test_after_thirty_days_it_is_too_late():

    closed = ServiceRequestFactory(closed=True)
    closed.ended_at -= timedelta(days=31)
    closed.save()
    with pytest.raises(StepRefused, match="30 jours"):
        actions.reopen(closed, text="?", by=requester_of(closed))


def test_the_next_answer_is_no_correction():
    answered = ServiceRequestFactory(answered=True)
    actions.reopen(answered, text="?", by=requester_of(answered))
    again = actions.answer(answered, OPINION, by=actor(answered.taken_by))
    assert (again.answer.version, again.answer.is_correction) == (2, False)
