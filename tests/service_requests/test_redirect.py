"""Handing a request to another service."""

import pytest

from telavis.directory.models import HealthcareService
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State, StepRefused
from telavis.services.models import MemberKind, ServiceOffer
from tests.factories import (
    RequestTypeFactory,
    ServiceFactory,
    ServiceRequestFactory,
    actor,
    coordinator_of,
    expert_of,
)

pytestmark = pytest.mark.django_db


def service_answering(service_request: ServiceRequest) -> HealthcareService:
    """Another service, that answers requests of this type."""
    other: HealthcareService = ServiceFactory()
    ServiceOffer.objects.create(healthcare_service=other, request_type=service_request.request_type)
    return other


def test_the_other_service_has_it_and_the_first_one_no_longer_sees_it():
    taken = ServiceRequestFactory(taken=True)
    expert, other = actor(taken.taken_by), service_answering(taken)
    moved = actions.redirect(taken, other, reason="Relève de l’infectiologie.", by=expert)
    assert (moved.state, moved.healthcare_service, moved.taken_by) == (State.SENT, other, None)
    assert moved.owner == coordinator_of(other)
    assert not ServiceRequest.objects.visible_to(expert).filter(pk=moved.pk).exists()
    assert ServiceRequest.objects.visible_to(actor(coordinator_of(other))).filter(pk=moved.pk).exists()


def test_not_to_the_same_service():
    taken = ServiceRequestFactory(taken=True)
    with pytest.raises(StepRefused, match="déjà dans ce service"):
        actions.redirect(taken, taken.healthcare_service, reason="?", by=actor(taken.taken_by))


def test_not_to_a_service_that_does_not_answer_this_type():
    taken = ServiceRequestFactory(taken=True)
    other = ServiceFactory()
    ServiceOffer.objects.create(healthcare_service=other, request_type=RequestTypeFactory())
    with pytest.raises(StepRefused, match="ne répond pas à ce type de demande"):
        actions.redirect(taken, other, reason="?", by=actor(taken.taken_by))
    taken.refresh_from_db()
    assert taken.state == State.TAKEN


def test_a_junior_may_not():
    taken = ServiceRequestFactory(taken=True)
    with pytest.raises(actions.NotAllowed):
        actions.redirect(taken, ServiceFactory(), reason="?", by=expert_of(taken, MemberKind.JUNIOR))
