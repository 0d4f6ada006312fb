"""A question that nobody answers is recalled once, with the last day to answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.notifications.models import Delivery
from telavis.registrations import actions
from telavis.registrations.models import Registration, RegistrationStep
from telavis.registrations.permissions import SYSTEM
from telavis.registrations.steps import NotAllowed
from telavis.registrations.workflow import State, StepRefused, Verb
from telavis.values.french import date_words
from tests.registrations.applying import EMAIL, MOBILE, an_administrator, mails_to, sent_registration, submit

pytestmark = pytest.mark.django_db
WEEK, MOMENT = timedelta(days=7), timedelta(minutes=1)


def plain(text: str) -> str:
    """An SMS has spaces of one kind only."""
    return " ".join(text.split())


def asked() -> Registration:
    return actions.ask(submit(), question="Exercez-vous encore ?", by=an_administrator())


def test_after_a_week_mail_and_sms_tell_the_last_day_and_not_the_question():
    registration, now = asked(), timezone.now()
    assert actions.sweep(now + WEEK - MOMENT) == 0
    assert actions.sweep(now + WEEK + MOMENT) == 1
    registration.refresh_from_db()
    last_day = timezone.localdate(now + WEEK + MOMENT) + timedelta(days=14)
    assert (registration.state, registration.answer_by) == (State.ASKED, last_day)
    assert mails_to(EMAIL)[-1] == "Télavis, CHU d’Aquilon : votre inscription attend votre réponse"
    for address in (EMAIL, MOBILE):
        told = Delivery.objects.filter(address=address).latest("queued_at").body
        assert plain(date_words(last_day)) in plain(told)
    assert not Delivery.objects.filter(body__contains="Exercez-vous").exists()


def test_it_is_recalled_once():
    registration, later = asked(), timezone.now() + WEEK + MOMENT
    assert [actions.sweep(later) for _ in range(2)] == [1, 0]
    steps = RegistrationStep.objects.filter(registration_id=registration.pk, verb=Verb.REMIND)
    assert steps.count() == 1


def test_another_question_has_its_own_week_and_no_last_day_yet():
    registration = asked()
    actions.sweep(timezone.now() + WEEK + MOMENT)
    actions.reply(registration, text="Oui.", by=Actor(user=registration.user))
    again = actions.ask_proof(registration, wanted="Votre carte.", by=an_administrator())
    assert again.answer_by is None
    with pytest.raises(StepRefused):
        actions.remind(registration, now=timezone.now(), by=SYSTEM)  # as it was when the list was read
    assert actions.sweep(timezone.now() + MOMENT) == 0


def test_only_the_house_does():
    with pytest.raises(NotAllowed):
        actions.remind(sent_registration(State.ASKED), now=timezone.now(), by=an_administrator())
