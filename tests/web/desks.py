"""People signed in at their desks, for the tests of pages."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from telavis.directory.models import PractitionerRole
from telavis.service_requests.models import ServiceRequest
from telavis.services.models import MemberKind
from tests.factories import ExpertFactory


def desk_of(role: PractitionerRole) -> Client:
    """The browser of this person."""
    client = Client()
    client.force_login(role.practitioner.user)
    return client


def requester_desk(service_request: ServiceRequest) -> Client:
    return desk_of(service_request.requester)


def member_desk(service_request: ServiceRequest, kind: MemberKind = MemberKind.EXPERT) -> Client:
    """The browser of a new member of the service."""
    return desk_of(ExpertFactory(service=service_request.healthcare_service, kind=kind))


def taker_desk(service_request: ServiceRequest) -> Client:
    return desk_of(service_request.taken_by)


def statements(do: Any) -> list[str]:
    """The SQL statements of a page, without the marks of transactions that a test adds."""
    with CaptureQueriesContext(connection) as captured:
        do()
    marks = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [each["sql"] for each in captured.captured_queries if not each["sql"].startswith(marks)]
