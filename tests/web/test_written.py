"""The count on which the walk of all doors relies sees what a visit writes, even undone."""

import pytest
from django.db import transaction

from tests.factories import ServiceRequestFactory
from tests.web.desks import requester_desk
from tests.web.written import rows_written

pytestmark = pytest.mark.django_db


def test_an_opening_and_a_verb_are_seen_and_a_look_at_nothing_is_not():
    answered = ServiceRequestFactory(answered=True)
    desk = requester_desk(answered)
    before = rows_written()
    desk.get("/mon-compte/")
    assert not rows_written(since=before)
    desk.get(f"/dossiers/{answered.reference}/")
    assert rows_written(since=before)["audit_auditevent"] == 1
    before = rows_written()
    with transaction.atomic():
        desk.post(f"/dossiers/{answered.reference}/clore/")
        transaction.set_rollback(True)
    assert {"service_requests_servicerequest", "service_requests_transition"} <= rows_written(
        since=before
    ).keys()
