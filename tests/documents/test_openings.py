"""Opening leaves its trace in the same transaction (docs/domain/documents.md, 15 to 17)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from telavis.audit.models import AuditAction, AuditEvent
from telavis.documents import actions
from telavis.documents.models import Document
from telavis.documents.openings import open_document
from telavis.documents.refusals import Refusal
from telavis.values.keys import new_key
from tests.documents.makers import make_ready, make_received

pytestmark = pytest.mark.django_db


def openings() -> int:
    return AuditEvent.objects.filter(action=AuditAction.OPEN_DOCUMENT).count()


def test_opening_leaves_a_trace(folder, doctor):
    document, request_id = make_ready(folder, doctor), new_key()
    assert open_document(document, by=doctor, service_request_id=request_id)
    event = AuditEvent.objects.get(action=AuditAction.OPEN_DOCUMENT)
    assert (event.object_id, event.service_request_id) == (document.pk, request_id)
    assert event.user_label == "Dr Martin"


def test_the_trace_goes_with_a_failed_transaction(folder, doctor):
    document = make_ready(folder, doctor)
    with transaction.atomic():
        open_document(document, by=doctor)
        transaction.set_rollback(True)
    assert openings() == 0


def test_the_pieces_of_one_reading_are_one_opening(folder, doctor):
    document = make_ready(folder, doctor)
    open_document(document, by=doctor)
    open_document(document, by=doctor, is_next_piece=True)
    assert openings() == 1


def test_a_piece_without_an_opening_is_traced(folder, doctor):
    document = make_ready(folder, doctor)
    open_document(document, by=doctor, is_next_piece=True)
    assert openings() == 1


def test_a_piece_long_after_is_another_opening(folder, doctor):
    document = make_ready(folder, doctor)
    open_document(document, by=doctor)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        open_document(document, by=doctor, is_next_piece=True)
    assert openings() == 2


@pytest.mark.parametrize("why", ["waiting", "refused", "removed"])
def test_only_a_ready_document_opens(folder, doctor, why):
    document = make_ready(folder, doctor) if why == "removed" else make_received(folder, doctor)
    if why == "removed":
        actions.remove(document, by=doctor)
    if why == "refused":
        actions.refuse(document, Refusal.IMAGE_BROKEN)
    with pytest.raises(Document.DoesNotExist):
        open_document(document, by=doctor)
    assert openings() == 0
