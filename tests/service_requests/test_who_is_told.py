"""Who had it hears of what others do with it; who may not see it yet hears nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import PractitionerRole
from telavis.notifications.models import Delivery, Notification
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.sweep import sweep
from telavis.service_requests.workflow import DeclineReason, Note, StepRefused, Verb
from telavis.services.models import ServiceOffer
from tests.factories import (
    OPINION,
    ExpertFactory,
    RoleFactory,
    ServiceFactory,
    ServiceRequestFactory,
    actor,
    coordinator_of,
    requester_of,
)
from tests.leaving import GONE, left
from tests.web.desks import statements

pytestmark = pytest.mark.django_db


def redirect_elsewhere(service_request: ServiceRequest, by: Actor) -> None:
    other = ServiceFactory()
    ServiceOffer.objects.create(healthcare_service=other, request_type=service_request.request_type)
    actions.redirect(service_request, other, reason="Autre champ.", by=by)


def decline(service_request: ServiceRequest, by: Actor) -> None:
    actions.decline(service_request, reason_code=DeclineReason.OTHER, reason="Non.", by=by)


ACTS: dict[Verb, tuple[str, Callable[[ServiceRequest, Actor], Any]]] = {
    Verb.RELEASE: ("taken", lambda it, by: actions.release(it, by=by)),
    Verb.REDIRECT: ("taken", redirect_elsewhere),
    Verb.DECLINE: ("taken", decline),
    Verb.ANSWER: ("taken", lambda it, by: actions.answer(it, OPINION, by=by)),
    Verb.CORRECT: ("answered", lambda it, by: actions.correct(it, OPINION, reason="Relu.", by=by)),
}


@pytest.mark.parametrize("verb", ACTS)
def test_the_one_who_had_it_or_signed_it_is_told_when_a_coordinator_moves_it(verb: Verb):
    trait, act = ACTS[verb]
    service_request = ServiceRequestFactory(**{trait: True})
    had_it = service_request.taken_by.practitioner.user
    act(service_request, actor(coordinator_of(service_request.healthcare_service)))
    told = Notification.objects.get(user=had_it)
    assert told.kind == verb
    body = Delivery.objects.get(address=had_it.email).body
    assert service_request.reference in body
    # Handed to another service, the file is closed to them.
    assert (f"/dossiers/{service_request.reference}/" in body) == (verb != Verb.REDIRECT)


@pytest.mark.parametrize("verb", ACTS)
def test_who_moves_what_they_had_themselves_is_told_nothing(verb: Verb):
    trait, act = ACTS[verb]
    service_request = ServiceRequestFactory(**{trait: True})
    act(service_request, actor(service_request.taken_by))
    assert not Notification.objects.filter(user=service_request.taken_by.practitioner.user).exists()


def test_those_who_follow_are_told_that_it_is_cancelled(told):
    taken, colleague = ServiceRequestFactory(taken=True), RoleFactory()
    actions.share(taken, colleague.practitioner, by=requester_of(taken))
    Notification.objects.all().delete()
    actions.cancel(taken, by=requester_of(taken))
    assert told(taken) == {each.practitioner.user.username for each in (colleague, taken.taken_by)}


def late(service_request: ServiceRequest) -> ServiceRequest:
    """Past its delay, with whoever answers for it now."""
    ServiceRequest.objects.filter(pk=service_request.pk).update(escalate_at=timezone.now())
    sweep(timezone.now())
    service_request.refresh_from_db()
    return service_request


def test_a_referent_hears_once_that_it_is_late_without_a_link_and_nothing_of_the_exchange(told):
    taken = ServiceRequestFactory(taken=True)
    coordinator = coordinator_of(taken.healthcare_service)
    ServiceRequest.objects.filter(pk=taken.pk).update(taken_by=coordinator, owner=coordinator)
    referent = late(taken).owner
    assert referent == taken.healthcare_service.organization.referent
    mail = Delivery.objects.get(address=referent.practitioner.user.email)
    assert taken.reference in mail.body
    assert "/dossiers/" not in mail.body
    Notification.objects.all().delete()
    actions.write(taken, text="Un mot.", by=requester_of(taken))
    assert told(taken) == {coordinator.practitioner.user.username}


def test_who_has_left_the_service_hears_no_more_and_the_one_who_answers_for_it_does(told):
    ended = ServiceRequestFactory(answered=True)
    ended.taken_by.memberships.update(ended_on=timezone.localdate() - timedelta(days=1))
    reopened = actions.reopen(ended, text="Une précision ?", by=requester_of(ended))
    Notification.objects.all().delete()
    actions.write(reopened, text="Un mot.", by=requester_of(ended))
    assert told(ended) == {coordinator_of(ended.healthcare_service).practitioner.user.username}


@pytest.mark.parametrize("gone", GONE)
@pytest.mark.parametrize("state", ["sent", "taken"])
def test_when_those_who_had_it_are_gone_whoever_answers_for_the_service_today_hears_of_it(
    state: str, gone: Callable[[PractitionerRole], PractitionerRole], told
):
    asked = ServiceRequestFactory(**{state: True})
    asked.owner = gone(asked.taken_by or ExpertFactory(service=asked.healthcare_service))
    asked.addressed_to = asked.owner
    asked.save(update_fields=["owner", "addressed_to"])
    actions.withdraw_consent(asked, by=requester_of(asked))
    assert told(asked) == {coordinator_of(asked.healthcare_service).practitioner.user.username}


def test_a_referent_who_alone_is_left_hears_of_it_without_a_link():
    taken = ServiceRequestFactory(taken=True)
    for role in (taken.taken_by, coordinator_of(taken.healthcare_service)):
        left(role)
    actions.write(taken, text="Un mot.", by=requester_of(taken))
    referent = taken.healthcare_service.organization.referent
    mail = Delivery.objects.get()
    assert mail.address == referent.practitioner.user.email
    assert "/dossiers/" not in mail.body


def sent_just_now() -> ServiceRequest:
    draft = ServiceRequestFactory()
    return actions.send(draft, by=requester_of(draft))


@pytest.mark.parametrize(
    "act",
    [
        lambda it, by: actions.write(it, text="Un mot.", by=by),
        lambda it, by: actions.cancel(it, by=by),
        lambda it, by: actions.mark_in_error(it, reason="Mauvais patient.", by=by),
        lambda it, by: actions.withdraw_consent(it, by=by),
    ],
    ids=["write", "cancel", "mark_in_error", "withdraw_consent"],
)
def test_nobody_hears_of_a_request_whose_sending_can_still_be_undone(act, told):
    sent = sent_just_now()
    act(sent, requester_of(sent))
    assert told(sent) == set()


def test_a_file_is_shared_once_the_service_can_see_it(told):
    sent, colleague = sent_just_now(), RoleFactory()
    with pytest.raises(StepRefused, match="annuler l’envoi"):
        actions.share(sent, colleague.practitioner, by=requester_of(sent))
    now = actions.send_now(sent, by=requester_of(sent))
    actions.share(now, colleague.practitioner, by=requester_of(sent))
    assert told(sent) == {colleague.practitioner.user.username}


def test_taken_back_and_sent_again_it_waits_for_those_who_follow_too():
    sent, colleague = ServiceRequestFactory(sent=True, first_opened_at=None), RoleFactory()
    by = requester_of(sent)
    actions.share(sent, colleague.practitioner, by=by)
    actions.recall(sent, by=by)
    again = actions.send(sent, by=by)
    assert again.visible_at > timezone.now()
    assert not ServiceRequest.objects.visible_to(actor(colleague)).exists()
    actions.send_now(again, by=by)
    assert ServiceRequest.objects.visible_to(actor(colleague)).exists()


def test_the_agreement_of_a_draft_is_corrected_at_its_step_and_nobody_is_told(told):
    draft = ServiceRequestFactory()
    draft.addressed_to = coordinator_of(draft.healthcare_service)
    draft.save()
    with pytest.raises(StepRefused, match="Consentement"):
        actions.withdraw_consent(draft, by=requester_of(draft))
    assert told(draft) == set()


def test_whether_it_is_open_to_somebody_is_asked_once_for_one_message():
    taken = ServiceRequestFactory(taken=True)
    assert taken.owner == taken.taken_by
    sent = statements(lambda: tell(taken, Note.WRITE, by=requester_of(taken)))
    assert len([each for each in sent if "services_absence" in each]) == 1
