"""The database itself refuses to change what the journal of a request holds."""

import pytest
from django.db import IntegrityError, transaction

from telavis.service_requests import actions
from telavis.service_requests.models import Transition
from tests.factories import ServiceRequestFactory, requester_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> Transition:
    draft = ServiceRequestFactory()
    actions.send(draft, by=requester_of(draft))
    return Transition.objects.get(service_request_id=draft.pk)


def test_a_line_cannot_be_changed(line: Transition):
    with pytest.raises(IntegrityError), transaction.atomic():
        Transition.objects.filter(pk=line.pk).update(user_label="quelqu’un d’autre")


def test_a_line_cannot_be_deleted(line: Transition):
    with pytest.raises(IntegrityError), transaction.atomic():
        line.delete()
