"""Recalled and still without an answer, a registration is closed after the day that was told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from telavis.accounts.models import Standing, User
from telavis.directory.actors import Actor
from telavis.parameters.models import Parameter
from telavis.registrations import actions
from telavis.registrations.models import Registration
from telavis.registrations.permissions import SYSTEM
from telavis.registrations.queries.queue import kept_until, last_words
from telavis.registrations.steps import NotAllowed
from telavis.registrations.workflow import State, StepRefused, Verb
from tests.registrations.applying import EMAIL, an_administrator, mails_to, submit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def recalled() -> Registration:
    """Asked a week ago, recalled now: fourteen days are left."""
    registration = actions.ask(submit(), question="Exercez-vous encore ?", by=an_administrator())
    return actions.remind(registration, now=timezone.now(), by=SYSTEM)


def test_it_is_closed_the_day_after_the_last_one_and_the_applicant_told():
    registration = recalled()
    assert actions.sweep(timezone.now() + 14 * DAY) == 0
    assert actions.sweep(timezone.now() + 15 * DAY) == 1
    registration.refresh_from_db()
    assert (registration.state, registration.decided_by_label) == (State.REFUSED, "Télavis")
    assert registration.user.standing == Standing.PENDING
    assert "restée sans réponse" in last_words(registration, Verb.LAPSE)
    assert mails_to(EMAIL)[-1] == "Télavis, CHU d’Aquilon : votre inscription est close"


def test_the_day_that_was_told_holds_although_the_setting_became_shorter():
    registration = recalled()
    Parameter.objects.create(
        key="registration_unanswered_days", valid_from=timezone.localdate() - DAY, value=1
    )
    assert actions.sweep(timezone.now() + 14 * DAY) == 0
    registration.refresh_from_db()
    assert registration.state == State.ASKED


def test_what_was_answered_meanwhile_is_left_alone():
    registration = recalled()
    actions.reply(registration, text="Oui.", by=Actor(user=registration.user))
    assert actions.sweep(timezone.now() + 400 * DAY) == 0
    with pytest.raises(StepRefused):
        actions.lapse(registration, now=timezone.now() + 400 * DAY, by=SYSTEM)


def test_nobody_is_closed_before_the_reminder():
    registration = actions.ask(submit(), question="Exercez-vous encore ?", by=an_administrator())
    assert actions.sweep(timezone.now() + 400 * DAY) == 1, "a reminder, however late"
    registration.refresh_from_db()
    assert registration.state == State.ASKED


def test_closed_it_is_kept_and_erased_like_a_refused_one():
    actions.lapse(recalled(), now=timezone.now() + 15 * DAY, by=SYSTEM)
    assert kept_until(Registration.objects.get()) == timezone.localdate() + 30 * DAY
    actions.sweep(timezone.now() + 31 * DAY)
    assert not User.objects.filter(email=EMAIL).exists()


def test_an_administrator_refuses_and_does_not_lapse():
    with pytest.raises(NotAllowed):
        actions.lapse(recalled(), now=timezone.now() + 15 * DAY, by=an_administrator())


def test_a_question_has_its_moment_in_the_database_too():
    registration = recalled()
    with pytest.raises(IntegrityError, match="registration_asked_has_a_time"):
        Registration.objects.filter(pk=registration.pk).update(asked_at=None)
