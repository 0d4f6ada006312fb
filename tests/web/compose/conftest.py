"""A requester at the pages where a request is composed."""

import pytest
from django.test import Client

from telavis.directory.models import PractitionerRole
from telavis.service_requests.models import ServiceRequest
from tests.factories import RoleFactory, ServiceRequestFactory


@pytest.fixture
def requester(db: None) -> PractitionerRole:
    role: PractitionerRole = RoleFactory()
    return role


@pytest.fixture
def desk(requester: PractitionerRole, client: Client) -> Client:
    """The requester's browser, without JavaScript."""
    assert requester.practitioner.user is not None
    client.force_login(requester.practitioner.user)
    return client


@pytest.fixture
def draft(requester: PractitionerRole) -> ServiceRequest:
    """Just begun: a patient, nothing else."""
    begun: ServiceRequest = ServiceRequestFactory(
        requester=requester, consent_form="", consent_giver="", consent_on=None
    )
    ServiceRequest.objects.filter(pk=begun.pk).update(
        request_type=None, healthcare_service=None, response=None, urgency=None
    )
    begun.refresh_from_db()
    return begun
