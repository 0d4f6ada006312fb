"""Counters in one statement, which stop at the cap."""

from typing import Any

import pytest

from telavis.service_requests.queries import counts
from telavis.service_requests.queries.counts import capped_counts
from tests.factories import ServiceRequestFactory

pytestmark = pytest.mark.django_db


def test_each_condition_is_counted_apart() -> None:
    ServiceRequestFactory(sent=True)
    ServiceRequestFactory(taken=True)
    ServiceRequestFactory(taken=True)
    conditions = {
        "sent": "r.state = 'sent'",
        "taken": "r.state = 'taken'",
        "nobody's": "r.id = ANY(%(none)s::uuid[])",
    }
    assert capped_counts(conditions, {"none": []}) == {"sent": 1, "taken": 2, "nobody's": 0}


def test_counting_stops_past_the_cap(monkeypatch: Any) -> None:
    monkeypatch.setattr(counts, "CAP", 1)
    for _ in range(3):
        ServiceRequestFactory(sent=True)
    assert capped_counts({"sent": "r.state = 'sent'"}, {}) == {"sent": 2}
    assert counts.in_words(2) == "1+"
