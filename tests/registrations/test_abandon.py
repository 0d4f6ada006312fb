"""What nobody finishes is forgotten after a week."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.registrations import actions
from telavis.registrations.models import RegistrationStep
from telavis.registrations.workflow import State
from tests.registrations.applying import begin, prove, reach, submit

pytestmark = pytest.mark.django_db
SIX_DAYS, EIGHT_DAYS = timedelta(days=6), timedelta(days=8)


def test_after_a_week_nothing_typed_is_left():
    registration = prove(reach(begin()))
    assert actions.sweep(timezone.now() + SIX_DAYS) == 0
    assert actions.sweep(timezone.now() + EIGHT_DAYS) == 1
    registration.refresh_from_db()
    kept = (registration.rpps, registration.email, registration.mobile, registration.password)
    assert (registration.state, *kept, registration.place) == (State.ABANDONED, "", "", "", "", {})
    assert not registration.evidence.exists()


def test_the_sweep_passes_once():
    begin()
    assert [actions.sweep(timezone.now() + EIGHT_DAYS) for _ in range(2)] == [1, 0]


def test_what_was_sent_waits_as_long_as_it_must():
    registration = submit()
    actions.sweep(timezone.now() + timedelta(days=400))
    registration.refresh_from_db()
    assert registration.state == State.WAITING


def test_the_journal_outlives_what_it_tells():
    registration = begin()
    actions.sweep(timezone.now() + EIGHT_DAYS)
    assert RegistrationStep.objects.filter(registration_id=registration.pk, verb="abandon").count() == 1
