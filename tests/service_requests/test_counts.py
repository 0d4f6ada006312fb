"""Counters of an account that has no place in the directory."""

import pytest

from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries.counts import capped_counts

pytestmark = pytest.mark.django_db


def test_a_set_that_can_only_be_empty_counts_zero() -> None:
    sets = {"nobody": ServiceRequest.objects.filter(pk__in=[]), "all": ServiceRequest.objects.all()}
    assert capped_counts(sets) == {"nobody": 0, "all": 0}
