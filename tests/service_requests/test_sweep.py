"""What happens by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.directory.models import PractitionerRole
from telavis.documents.actions import erase_folder
from telavis.notifications.models import Delivery, DeliveryState
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest, SweepMark
from telavis.service_requests.notifications import tell
from telavis.service_requests.sweep import sweep
from telavis.service_requests.workflow import State
from tests.factories import OPINION, ServiceRequestFactory, actor, coordinator_of, requester_of

pytestmark = pytest.mark.django_db


def test_the_service_is_told_once_when_the_request_becomes_visible(told):
    draft = ServiceRequestFactory()
    sent = actions.send(draft, by=requester_of(draft))
    sweep(timezone.now())
    assert told(sent) == set()
    later = sent.visible_at + timedelta(seconds=1)
    assert sweep(later) == 1
    assert sweep(later) == 0
    assert told(sent) == {sent.owner.practitioner.user.username}
    mail = Delivery.objects.get()
    assert (mail.address, mail.state) == (sent.owner.practitioner.user.email, DeliveryState.QUEUED)
    assert "Une demande vous attend" in mail.subject
    assert sent.reference in mail.body


def test_half_of_the_delay_reminds_and_all_of_it_escalates_to_the_referent(told):
    sent = ServiceRequestFactory(sent=True)
    now = timezone.now()
    sent.remind_at, sent.escalate_at = now - timedelta(hours=2), now - timedelta(hours=1)
    sent.save()
    sweep(now)
    sent.refresh_from_db()
    assert sent.owner == sent.healthcare_service.organization.referent
    assert set(SweepMark.objects.values_list("event", flat=True)) == {"remind", "escalate"}
    assert sent.requester.practitioner.user.username in told(sent)


def test_past_its_delay_both_the_one_who_has_it_and_the_coordinator_who_owns_it_now_are_told(told):
    taken = ServiceRequestFactory(taken=True, escalate_at=timezone.now())
    sweep(timezone.now())
    taken.refresh_from_db()
    coordinator = coordinator_of(taken.healthcare_service)
    assert taken.owner == coordinator
    people = (coordinator, taken.taken_by, taken.requester)
    assert told(taken) == {each.practitioner.user.username for each in people}


def test_past_its_delay_it_stays_with_its_owner_when_coordinator_and_referent_have_left():
    taken = ServiceRequestFactory(taken=True, escalate_at=timezone.now())
    service = taken.healthcare_service
    gone = [coordinator_of(service).pk, service.organization.referent_id]
    yesterday = timezone.localdate() - timedelta(days=1)
    PractitionerRole.objects.filter(pk__in=gone).update(ended_on=yesterday)
    assert sweep(timezone.now()) == 1
    taken.refresh_from_db()
    assert taken.owner == taken.taken_by


def test_a_deadline_that_fails_holds_no_other_back_and_is_met_later(monkeypatch, told):
    now = timezone.now()
    oldest, second = (ServiceRequestFactory(sent=True, remind_at=now - timedelta(hours=h)) for h in (2, 1))

    def tell_all_but_the_oldest(service_request, event, *, by):
        if service_request == oldest:
            raise ValueError
        tell(service_request, event, by=by)

    with monkeypatch.context() as broken:
        broken.setattr("telavis.service_requests.sweep.tell", tell_all_but_the_oldest)
        assert (sweep(now), sweep(now)) == (1, 0)
    assert (bool(told(second)), bool(told(oldest))) == (True, False)
    assert sweep(now) == 1
    assert told(oldest)


def test_a_draft_that_cannot_be_erased_holds_no_other_back(monkeypatch):
    drafts = [ServiceRequestFactory() for _ in range(2)]
    for draft in drafts:
        actions.discard(draft, by=requester_of(draft))
    first = drafts[0].folder

    def erase_all_but_the_first(folder):
        if folder == first:
            raise OSError
        erase_folder(folder)

    monkeypatch.setattr("telavis.service_requests.actions.erase.erase_folder", erase_all_but_the_first)
    assert sweep(timezone.now() + timedelta(days=31)) == 1
    assert list(ServiceRequest.objects.all()) == drafts[:1]


def test_an_answered_request_closes_by_itself_after_thirty_days(journal):
    taken = ServiceRequestFactory(taken=True)
    answered = actions.answer(taken, OPINION, by=actor(taken.taken_by))
    sweep(answered.answered_at + timedelta(days=29))
    answered.refresh_from_db()
    assert answered.state == State.ANSWERED
    sweep(answered.answered_at + timedelta(days=31))
    answered.refresh_from_db()
    assert answered.state == State.CLOSED
    assert ("close", "answered", "closed") in journal(answered)


def test_a_draft_is_erased_after_thirty_days_in_the_bin_and_its_journal_stays(journal):
    draft = ServiceRequestFactory()
    actions.discard(draft, by=requester_of(draft))
    sweep(timezone.now() + timedelta(days=29))
    assert ServiceRequest.objects.exists()
    sweep(timezone.now() + timedelta(days=31))
    assert not ServiceRequest.objects.exists()
    assert journal(draft) == [("discard", "draft", "discarded")]
