"""Sending a draft."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.directory.models import PractitionerRole
from telavis.documents.actions import refuse, remove
from telavis.documents.refusals import Refusal
from telavis.service_requests import actions
from telavis.service_requests.queries.journal import expert_found_away
from telavis.service_requests.workflow import State, StepRefused
from telavis.services.models import Absence
from tests.documents.makers import make_ready, make_received
from tests.factories import (
    ExpertFactory,
    RoleFactory,
    ServiceRequestFactory,
    actor,
    coordinator_of,
    expert_of,
    requester_of,
)
from tests.leaving import GONE

pytestmark = pytest.mark.django_db


def test_a_sent_request_has_an_owner_an_identity_and_a_journal_line(journal):
    draft = ServiceRequestFactory()
    sent = actions.send(draft, by=requester_of(draft))
    assert sent.state == State.SENT
    assert sent.owner == coordinator_of(sent.healthcare_service)
    assert sent.identity_version == sent.patient.current
    assert sent.response.completed_at is not None
    assert journal(sent) == [("send", "draft", "sent")]


def test_the_service_sees_it_after_thirty_seconds():
    draft = ServiceRequestFactory()
    sent = actions.send(draft, by=requester_of(draft))
    assert (sent.visible_at - sent.sent_at).total_seconds() == 30


@pytest.mark.parametrize(("urgent", "at_once"), [(True, False), (False, True)])
def test_the_service_sees_an_urgent_one_or_one_sent_now_at_once(urgent, at_once):
    draft = ServiceRequestFactory(urgency=1 if urgent else 3)
    sent = actions.send(draft, by=requester_of(draft), at_once=at_once)
    assert sent.visible_at == sent.sent_at


def test_giving_up_the_seconds_left_shows_it_at_once():
    draft = ServiceRequestFactory()
    actions.send(draft, by=requester_of(draft))
    assert actions.send_now(draft, by=requester_of(draft)).is_visible_to_service


def test_somebody_who_is_not_the_requester_cannot_give_up_the_seconds_left():
    draft = ServiceRequestFactory()
    actions.send(draft, by=requester_of(draft))
    with pytest.raises(actions.NotAllowed):
        actions.send_now(draft, by=expert_of(draft))


def test_a_second_send_is_refused_in_words():
    draft = ServiceRequestFactory()
    actions.send(draft, by=requester_of(draft))
    with pytest.raises(StepRefused, match="déjà envoyée"):
        actions.send(draft, by=requester_of(draft))


def test_a_delegate_prepares_and_never_sends():
    draft = ServiceRequestFactory()
    delegate = actor(RoleFactory(), on_behalf_of=draft.requester)
    with pytest.raises(actions.NotAllowed):
        actions.send(draft, by=delegate)


@pytest.mark.parametrize(
    ("lack", "words"),
    [
        ({"consent_form": ""}, "accord du patient"),
        ({"consent_form": "refused"}, "accord du patient"),
        ({"healthcare_service": None}, "service destinataire"),
        ({"urgency": None}, "délai souhaité"),
    ],
)
def test_what_is_missing_is_said(lack, words):
    draft = ServiceRequestFactory()
    for column, value in lack.items():
        setattr(draft, column, value)
    draft.save()
    with pytest.raises(actions.NotReady, match=words):
        actions.send(draft, by=requester_of(draft))


def test_a_mandatory_question_left_empty_is_said():
    draft = ServiceRequestFactory()
    draft.response.answers = {}
    draft.response.save()
    with pytest.raises(actions.NotReady, match="Votre question précise"):
        actions.send(draft, by=requester_of(draft))


def away(expert: PractitionerRole) -> None:
    today = timezone.localdate()
    Absence.objects.create(
        membership=expert.memberships.get(), started_on=today, ended_on=today + timedelta(days=3)
    )


@pytest.mark.parametrize("gone", [away, *GONE])
def test_a_request_to_an_expert_who_is_not_there_goes_to_the_service(
    gone: Callable[[PractitionerRole], object],
):
    draft = ServiceRequestFactory()
    expert = ExpertFactory(service=draft.healthcare_service)
    gone(expert)
    draft.addressed_to = expert
    draft.save()
    sent = actions.send(draft, by=requester_of(draft))
    assert sent.addressed_to is None
    assert expert_found_away(sent) == str(expert.practitioner)


@pytest.mark.parametrize(
    ("refusal", "words"), [(None, "encore en vérification"), (Refusal.PDF_LOCKED, "mot de passe")]
)
def test_a_document_that_nobody_could_read_holds_it_up_until_it_is_removed(documents_folder, refusal, words):
    draft = ServiceRequestFactory()
    document = make_received(draft.folder, requester_of(draft))
    if refusal:
        refuse(document, refusal)
    with pytest.raises(actions.NotReady, match=words):
        actions.send(draft, by=requester_of(draft))
    remove(document, by=requester_of(draft))
    assert actions.send(draft, by=requester_of(draft)).document_count == 0


def test_a_document_that_was_found_safe_leaves_with_it(documents_folder):
    draft = ServiceRequestFactory()
    make_ready(draft.folder, requester_of(draft))
    assert actions.send(draft, by=requester_of(draft)).document_count == 1
