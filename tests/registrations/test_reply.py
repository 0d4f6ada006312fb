"""The applicant answers."""

import pytest

from telavis.directory.actors import Actor
from telavis.registrations import actions
from telavis.registrations.queries.queue import last_words
from telavis.registrations.steps import NotAllowed
from telavis.registrations.workflow import State, StepRefused, Verb
from tests.factories import UserFactory
from tests.registrations.applying import an_administrator, mails_to, submit

pytestmark = pytest.mark.django_db


def test_the_answer_brings_it_back_to_the_queue():
    administrator = an_administrator()
    registration = actions.ask(submit(), question="Où ?", by=administrator)
    registration = actions.reply(registration, text="À l’hôpital.", by=Actor(user=registration.user))
    assert (registration.state, last_words(registration, Verb.REPLY)) == (State.WAITING, "À l’hôpital.")
    assert (
        mails_to(administrator.user.email)[-1] == "Télavis, CHU d’Aquilon : une réponse sur une inscription"
    )


def test_nobody_answers_for_them():
    registration = actions.ask(submit(), question="Où ?", by=an_administrator())
    with pytest.raises(NotAllowed):
        actions.reply(registration, text="Ici.", by=Actor(user=UserFactory()))


def test_without_a_question_there_is_nothing_to_answer():
    registration = submit()
    with pytest.raises(StepRefused):
        actions.reply(registration, text="Ici.", by=Actor(user=registration.user))
