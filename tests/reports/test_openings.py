"""A PDF leaves only with its line in the journal and its trace."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from telavis.audit.models import AuditAction, AuditEvent
from telavis.documents.models import Folder
from telavis.reports import openings
from telavis.reports.openings import make_report
from telavis.reports.render import Pdf, make_pdf
from telavis.service_requests import actions
from telavis.service_requests.models import Message, MessageKind, ServiceRequest, Transition
from telavis.service_requests.workflow import Note, StepRefused
from tests.factories import RoleFactory, ServiceRequestFactory, actor, expert_of, requester_of
from tests.reports.reading import pages_of

pytestmark = pytest.mark.django_db


def test_journal_keeps_the_fingerprint_that_is_printed() -> None:
    service_request = ServiceRequestFactory(answered=True)
    pdf = make_report(service_request.reference, by=requester_of(service_request))
    line = Transition.objects.get(service_request_id=service_request.pk, verb=Note.MAKE_PDF)
    assert line.detail == {"sha256": pdf.sha256}
    assert pdf.sha256 in pages_of(pdf.content)[-1]


def test_making_it_leaves_a_trace_without_clinical_text() -> None:
    service_request = ServiceRequestFactory(answered=True)
    by = requester_of(service_request)
    pdf = make_report(service_request.reference, by=by)
    event = AuditEvent.objects.get(action=AuditAction.MAKE_PDF)
    assert (event.service_request_id, event.user_id) == (service_request.pk, by.user_id)
    assert event.detail == {"sha256": pdf.sha256}
    assert event.object_label == service_request.reference


def test_file_carries_the_reference_only() -> None:
    service_request = ServiceRequestFactory(sent=True)
    assert (
        make_report(service_request.reference, by=expert_of(service_request)).file_name
        == f"{service_request.reference}.pdf"
    )


def test_a_stranger_gets_nothing_and_leaves_nothing() -> None:
    service_request = ServiceRequestFactory(answered=True)
    with pytest.raises(ServiceRequest.DoesNotExist):
        make_report(service_request.reference, by=actor(RoleFactory()))
    assert not Transition.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_draft_is_refused_with_a_sentence() -> None:
    service_request = ServiceRequestFactory()
    with pytest.raises(StepRefused, match="une fois la demande envoyée"):
        make_report(service_request.reference, by=requester_of(service_request))


def test_a_request_whose_pdf_the_service_has_is_not_taken_back() -> None:
    sent = ServiceRequestFactory(sent=True)
    make_report(sent.reference, by=requester_of(sent))
    sent.refresh_from_db()
    assert sent.first_opened_at is None
    make_report(sent.reference, by=expert_of(sent))
    with pytest.raises(StepRefused):
        actions.recall(sent, by=requester_of(sent))


def test_a_file_that_moved_while_it_was_drawn_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = ServiceRequestFactory(taken=True)

    def draw_while_somebody_writes(*parts: Any) -> Pdf:
        actions.write(taken, text="Le patient va moins bien.", by=requester_of(taken))
        return make_pdf(*parts)

    monkeypatch.setattr(openings, "make_pdf", draw_while_somebody_writes)
    with pytest.raises(StepRefused, match="a changé"):
        make_report(taken.reference, by=expert_of(taken))
    assert not AuditEvent.objects.filter(action=AuditAction.MAKE_PDF).exists()


def test_number_of_queries_does_not_follow_the_length_of_the_file() -> None:
    service_request = ServiceRequestFactory(answered=True)
    by = requester_of(service_request)
    make_report(service_request.reference, by=by)
    with CaptureQueriesContext(connection) as short:
        make_report(service_request.reference, by=by)
    for number in range(12):
        Message.objects.create(
            service_request=service_request,
            kind=MessageKind.MESSAGE,
            author=RoleFactory(),
            text=f"Message {number}",
            folder=Folder.objects.create(),
            sent_at=timezone.now(),
        )
    with CaptureQueriesContext(connection) as long:
        make_report(service_request.reference, by=by)
    assert len(long) == len(short)
    assert len([query for query in long if "SAVEPOINT" not in query["sql"]]) <= 9
