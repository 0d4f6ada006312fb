"""A member who asks their own service is never handed their own question, by whichever way it moves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.directory.models import HealthcareService, PractitionerRole
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.permissions import allowed_verbs
from telavis.service_requests.sweep import sweep
from telavis.service_requests.workflow import StepRefused, Verb
from telavis.services.models import Absence, DutyDay, MemberKind, ServiceOffer
from tests.factories import ExpertFactory, RoleFactory, ServiceFactory, ServiceRequestFactory, actor

pytestmark = pytest.mark.django_db


def asked_by(asker: PractitionerRole, service: HealthcareService, state: str) -> ServiceRequest:
    asked: ServiceRequest = ServiceRequestFactory(
        **{state: True}, healthcare_service=service, requester=asker
    )
    return asked


def coordinating(service: HealthcareService) -> PractitionerRole:
    role: PractitionerRole = service.memberships.get(kind=MemberKind.COORDINATOR).role
    return role


def on_duty(service: HealthcareService) -> PractitionerRole:
    asker: PractitionerRole = ExpertFactory(service=service)
    DutyDay.objects.create(healthcare_service=service, day=timezone.localdate(), role=asker)
    return asker


def coordinator_for_today(service: HealthcareService) -> PractitionerRole:
    """In the place of the coordinator, who is away."""
    asker: PractitionerRole = RoleFactory(organization=service.organization)
    today = timezone.localdate()
    place = service.memberships.get(kind=MemberKind.COORDINATOR)
    Absence.objects.create(membership=place, substitute=asker, started_on=today, ended_on=today)
    return asker


def sent(asked: ServiceRequest) -> ServiceRequest:
    actions.recall(asked, by=actor(asked.requester))
    return actions.send(asked, by=actor(asked.requester))


def released(asked: ServiceRequest) -> ServiceRequest:
    taken = actions.take(asked, by=actor(ExpertFactory(service=asked.healthcare_service)))
    return actions.release(taken, by=actor(taken.taken_by))


def redirected(asked: ServiceRequest) -> ServiceRequest:
    """From another service to this one."""
    service, other = asked.healthcare_service, ServiceFactory()
    ServiceOffer.objects.get_or_create(healthcare_service=service, request_type=asked.request_type)
    ServiceRequest.objects.filter(pk=asked.pk).update(healthcare_service=other)
    return actions.redirect(asked, service, reason="Relève d’eux.", by=actor(coordinating(other)))


@pytest.mark.parametrize("move", [sent, released, redirected])
@pytest.mark.parametrize("asking", [on_duty, coordinator_for_today])
def test_whoever_is_on_duty_or_coordinates_today_does_not_own_their_own_question(asking, move):
    service = ServiceFactory()
    asker = asking(service)
    assert move(asked_by(asker, service, "sent")).owner == coordinating(service)


def test_a_coordinator_who_asks_leaves_it_to_the_referent_and_so_does_the_end_of_the_delay():
    service = ServiceFactory()
    asked = sent(asked_by(coordinating(service), service, "sent"))
    assert asked.owner == service.organization.referent
    ServiceRequest.objects.filter(pk=asked.pk).update(escalate_at=timezone.now() - timedelta(hours=1))
    sweep(timezone.now())
    asked.refresh_from_db()
    assert asked.owner == service.organization.referent


def test_a_question_of_the_only_coordinator_that_an_expert_took_goes_to_the_referent_when_it_is_late():
    service = ServiceFactory()
    asked = asked_by(coordinating(service), service, "taken")
    ServiceRequest.objects.filter(pk=asked.pk).update(escalate_at=timezone.now() - timedelta(hours=1))
    sweep(timezone.now())
    asked.refresh_from_db()
    assert asked.owner == service.organization.referent


def test_a_service_with_nobody_but_the_one_who_asks_receives_nothing_and_says_so():
    service = ServiceFactory()
    asker = coordinating(service)
    asked = asked_by(asker, service, "sent")
    service.organization.referent = asker
    service.organization.save(update_fields=["referent"])
    with pytest.raises(StepRefused, match="n’a que vous pour recevoir"):
        sent(asked)


def test_it_is_not_assigned_to_the_one_who_asks_from_whichever_workplace():
    service = ServiceFactory()
    member = ExpertFactory(service=service)
    asked = asked_by(RoleFactory(practitioner=member.practitioner), service, "sent")
    with pytest.raises(StepRefused, match="Personne ne répond à sa propre question"):
        actions.assign(asked, member, by=actor(coordinating(service)))


def test_it_is_not_addressed_to_the_one_who_asks():
    service = ServiceFactory()
    draft = ServiceRequestFactory(healthcare_service=service, requester=ExpertFactory(service=service))
    with pytest.raises(StepRefused, match="Personne ne répond à sa propre question"):
        actions.choose_recipient(draft, service, addressed_to=draft.requester, by=actor(draft.requester))
    draft.addressed_to = draft.requester
    assert "Personne ne répond à sa propre question" in actions.recipient_problem(draft)


def test_a_coordinator_neither_takes_it_from_the_expert_nor_chooses_another():
    service = ServiceFactory()
    asked = asked_by(coordinating(service), service, "taken")
    asker = actor(asked.requester)
    assert Verb.RELEASE not in allowed_verbs(asker, asked)
    with pytest.raises(actions.NotAllowed):
        actions.release(asked, by=asker)
    with pytest.raises(actions.NotAllowed):
        actions.assign(asked, ExpertFactory(service=service), by=asker)


@pytest.mark.parametrize("act", [actions.redirect, actions.decline])
def test_they_neither_redirect_nor_decline_it(act):
    """They cancel it: a refusal of the service would be untrue."""
    service = ServiceFactory()
    asked = asked_by(ExpertFactory(service=service), service, "sent")
    words = {"service": ServiceFactory()} if act is actions.redirect else {"reason_code": "other"}
    with pytest.raises(actions.NotAllowed):
        act(asked, **words, reason="Non.", by=actor(asked.requester))
