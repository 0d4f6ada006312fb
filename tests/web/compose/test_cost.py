"""No page of these steps asks the database more than twelve times, however much there is to show."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from telavis.service_requests.models import ServiceRequest
from telavis.services.models import ServiceOffer
from tests.factories import ExpertFactory, RequestTypeFactory, ServiceFactory
from tests.patients.factories import patient

MOST_QUERIES = 12


def questions(visit: Callable[[], Any]) -> int:
    """SELECTs and writes; the marks of a transaction cost no round trip worth counting."""
    with CaptureQueriesContext(connection) as asked:
        assert visit().status_code == 200
    marks = ("SAVEPOINT", "RELEASE", "SET LOCAL", "BEGIN", "COMMIT")
    return len([each for each in asked if not each["sql"].startswith(marks)])


def test_a_search_with_ten_results(desk: Client) -> None:
    for year in range(1950, 1961):
        patient(birth_date=date(year, 3, 12))
    typed = {"recherche-last": "Durand", "recherche-approximate": "on", "recherche-phonetic": "on"}
    results = desk.post(reverse("compose:start"), typed)["Location"]
    assert questions(lambda: desk.get(results)) <= MOST_QUERIES


@pytest.mark.parametrize("name", ["patient", "consent", "type", "recipient"])
def test_the_steps_of_a_draft(desk: Client, draft: ServiceRequest, name: str) -> None:
    draft.request_type = RequestTypeFactory()
    draft.save(update_fields=["request_type"])
    for _ in range(5):
        service = ServiceFactory()
        ServiceOffer.objects.create(healthcare_service=service, request_type=draft.request_type)
        ExpertFactory(service=service)
    assert questions(lambda: desk.get(reverse(f"compose:{name}", args=[draft.pk]))) <= MOST_QUERIES
