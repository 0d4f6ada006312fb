"""Signing the opinion."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from telavis.questionnaires.pages import Page
from telavis.service_requests import actions
from telavis.service_requests.workflow import State, StepRefused
from telavis.services.models import MemberKind
from tests.factories import OPINION, ExpertFactory, ServiceRequestFactory, actor, expert_of

pytestmark = pytest.mark.django_db


def test_the_answer_is_signed_by_a_named_person_and_the_requester_is_told(journal, told):
    taken = ServiceRequestFactory(taken=True)
    signatory = expert_of(taken)
    answered = actions.answer(taken, OPINION, by=signatory)
    assert (answered.state, answered.answer.signed_by) == (State.ANSWERED, signatory.role)
    assert answered.answer.opinion == OPINION
    assert journal(taken) == [("answer", "taken", "answered")]
    assert taken.requester.practitioner.user.username in told(taken)


def test_the_second_answer_is_refused_says_who_was_first_and_its_text_is_kept():
    taken = ServiceRequestFactory(taken=True)
    first, second = expert_of(taken), expert_of(taken)
    actions.save_answer_draft(taken, OPINION, by=second)
    actions.answer(taken, OPINION, by=first)
    with pytest.raises(StepRefused, match=first.role.practitioner.family_name):
        actions.answer(taken, OPINION, by=second)
    assert taken.answers.count() == 1
    assert taken.answer_drafts.get(author=second.role).opinion == OPINION


def test_the_same_words_saved_once_more_are_no_newer_text():
    """A page that saves as it is left, what its button had just carried, stands in no other page’s way."""
    taken = ServiceRequestFactory(taken=True)
    left, shown = Page(0, "left", 1), Page(1, "shown", 1)
    expert = actor(taken.taken_by)
    actions.save_answer_draft(taken, OPINION, shown=left, by=expert)
    again = actions.save_answer_draft(taken, OPINION, shown=replace(left, turn=3), by=expert)
    assert (again.revision, again.draft.saves.latest("turn").turn) == (1, 3)
    moved = actions.save_answer_draft(taken, replace(OPINION, hypothesis="Autre"), shown=shown, by=expert)
    assert moved.revision == 2


@pytest.mark.parametrize("kind", [MemberKind.JUNIOR, MemberKind.SECRETARY])
def test_a_junior_or_a_secretary_never_signs(kind):
    taken = ServiceRequestFactory(taken=True)
    with pytest.raises(actions.NotAllowed):
        actions.answer(taken, OPINION, by=expert_of(taken, kind))


def test_only_medical_professions_sign():
    taken = ServiceRequestFactory(taken=True)
    nurse = ExpertFactory(service=taken.healthcare_service, profession="60")
    with pytest.raises(actions.NotAllowed):
        actions.answer(taken, OPINION, by=actor(nurse))


def test_an_opinion_without_a_decision_is_not_signed():

    taken = ServiceRequestFactory(taken=True)
    with pytest.raises(actions.OpinionIncomplete) as caught:
        actions.answer(taken, replace(OPINION, decision="", actions=()), by=actor(taken.taken_by))
    assert set(caught.value.problems) == {"decision", "actions"}


def test_a_signed_answer_cannot_be_changed_in_the_database():

    answered = ServiceRequestFactory(answered=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        answered.answers.update(short_answer="Autre chose.")
