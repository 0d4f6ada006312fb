"""Correcting a signed opinion."""

from dataclasses import replace

import pytest

from telavis.service_requests import actions
from tests.factories import OPINION, ServiceRequestFactory, actor, coordinator_of, expert_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("trait", ["answered", "closed"])
def test_a_correction_is_a_new_version_and_the_former_stays(trait, told):

    answered = ServiceRequestFactory(**{trait: True})
    corrected = actions.correct(
        answered,
        replace(OPINION, short_answer="Lésion à retirer."),
        reason="Relecture de la photographie.",
        by=actor(answered.taken_by),
    )
    assert corrected.state == trait
    assert corrected.answer.version == 2
    assert corrected.answers.get(version=1).short_answer == OPINION.short_answer
    assert answered.requester.practitioner.user.username in told(answered)


def test_it_says_why():
    answered = ServiceRequestFactory(answered=True)
    with pytest.raises(actions.OpinionIncomplete):
        actions.correct(answered, OPINION, reason=" ", by=actor(answered.taken_by))


def test_another_expert_may_not_and_a_coordinator_may():
    answered = ServiceRequestFactory(answered=True)
    with pytest.raises(actions.NotAllowed):
        actions.correct(answered, OPINION, reason="Erreur.", by=expert_of(answered))
    coordinator = actor(coordinator_of(answered.healthcare_service))
    assert actions.correct(answered, OPINION, reason="Erreur.", by=coordinator).answer.version == 2
