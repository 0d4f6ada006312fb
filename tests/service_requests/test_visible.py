"""Who may see a request: closed by default."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.service_requests.models import ServiceRequest
from telavis.services.models import Absence, MemberKind
from tests.factories import ExpertFactory, RoleFactory, ServiceRequestFactory, UserFactory, actor, expert_of

pytestmark = pytest.mark.django_db


def sees(who, service_request):
    return ServiceRequest.objects.visible_to(who).filter(pk=service_request.pk).exists()


def test_an_account_without_a_place_in_the_directory_sees_nothing():

    sent = ServiceRequestFactory(sent=True)
    assert not sees(Actor(user=UserFactory()), sent)


def test_the_requester_sees_it_from_another_workplace_and_a_stranger_does_not():
    sent = ServiceRequestFactory(sent=True)
    elsewhere = RoleFactory(practitioner=sent.requester.practitioner)
    assert sees(actor(elsewhere), sent)
    assert not sees(actor(RoleFactory()), sent)


def test_the_service_does_not_see_a_draft():
    draft = ServiceRequestFactory()
    assert not sees(expert_of(draft), draft)


@pytest.mark.parametrize("kind", list(MemberKind))
def test_every_member_of_the_service_sees_what_was_sent(kind):
    sent = ServiceRequestFactory(sent=True)
    assert sees(expert_of(sent, kind), sent)


def test_a_member_who_has_left_does_not():
    sent = ServiceRequestFactory(sent=True)
    former = ExpertFactory(service=sent.healthcare_service)
    former.memberships.update(ended_on=timezone.localdate() - timedelta(days=1))
    assert not sees(actor(former), sent)


def test_a_substitute_sees_it_during_the_absence_only():
    sent = ServiceRequestFactory(sent=True)
    absent, substitute = ExpertFactory(service=sent.healthcare_service), RoleFactory()
    today = timezone.localdate()
    absence = Absence.objects.create(
        membership=absent.memberships.get(), substitute=substitute, started_on=today, ended_on=today
    )
    assert sees(actor(substitute), sent)
    Absence.objects.filter(pk=absence.pk).update(
        started_on=today - timedelta(days=9), ended_on=today - timedelta(days=2)
    )
    assert not sees(actor(substitute), sent)
