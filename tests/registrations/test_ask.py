"""A question before deciding."""

import pytest

from telavis.notifications.models import Delivery
from telavis.registrations import actions
from telavis.registrations.queries.queue import last_words
from telavis.registrations.workflow import State, StepRefused, Verb
from tests.registrations.applying import EMAIL, an_administrator, mails_to, submit

pytestmark = pytest.mark.django_db
QUESTION = "Exercez-vous encore à l’hôpital ?"


def test_the_question_waits_for_the_applicant():
    registration = actions.ask(submit(), question=QUESTION, by=an_administrator())
    assert (registration.state, last_words(registration, Verb.ASK)) == (State.ASKED, QUESTION)
    assert mails_to(EMAIL)[-1] == "Télavis, CHU d’Aquilon : une question sur votre inscription"
    assert not Delivery.objects.filter(body__contains=QUESTION).exists()


def test_a_second_question_waits_for_the_first_answer():
    registration = actions.ask(submit(), question=QUESTION, by=an_administrator())
    with pytest.raises(StepRefused):
        actions.ask(registration, question=QUESTION, by=an_administrator())


def test_it_can_be_decided_without_an_answer():
    registration = actions.ask(submit(), question=QUESTION, by=an_administrator())
    assert actions.approve(registration, by=an_administrator()).state == State.APPROVED
