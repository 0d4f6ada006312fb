"""Opening a file."""

import pytest

from telavis.audit.models import AuditEvent
from telavis.service_requests import actions, openings
from telavis.service_requests.models import ReadMark, ServiceRequest
from telavis.service_requests.openings import open_patient, open_request
from telavis.service_requests.queries import home
from tests.factories import PatientFactory, RoleFactory, ServiceRequestFactory, actor, expert_of, requester_of

pytestmark = pytest.mark.django_db


def test_opening_leaves_a_trace():
    sent = ServiceRequestFactory(sent=True)
    reader = expert_of(sent)
    open_request(sent.reference, by=reader)
    event = AuditEvent.objects.get()
    assert (event.action, event.user_id, event.service_request_id) == (
        "open_request",
        reader.user_id,
        sent.pk,
    )


def test_the_first_opening_by_the_service_is_marked_and_not_the_requesters():
    sent = ServiceRequestFactory(sent=True)
    assert open_request(sent.reference, by=requester_of(sent)).first_opened_at is None
    assert open_request(sent.reference, by=expert_of(sent)).first_opened_at is not None


def test_choosing_a_patient_and_taking_up_the_draft_again_are_traced():
    requester = actor(RoleFactory())
    draft = actions.start(PatientFactory(), by=requester)
    open_patient(draft, by=requester)
    traces = AuditEvent.objects.filter(action="open_patient", patient_id=draft.patient_id)
    assert [trace.user_id for trace in traces] == [requester.user_id] * 2


def test_a_stranger_opens_nothing_and_leaves_no_trace():
    sent = ServiceRequestFactory(sent=True)
    with pytest.raises(ServiceRequest.DoesNotExist):
        open_request(sent.reference, by=actor(RoleFactory()))
    assert not AuditEvent.objects.exists()


def test_the_service_does_not_see_it_during_the_seconds_left_to_undo():
    draft = ServiceRequestFactory()
    actions.send(draft, by=requester_of(draft))
    with pytest.raises(ServiceRequest.DoesNotExist):
        open_request(draft.reference, by=expert_of(draft))


def test_without_its_trace_nothing_is_opened(monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **__: object) -> None:
        raise OSError

    sent = ServiceRequestFactory(sent=True)
    monkeypatch.setattr(openings, "record", fail)
    with pytest.raises(OSError):  # noqa: PT011 (raised just above)
        open_request(sent.reference, by=expert_of(sent))
    sent.refresh_from_db()
    assert sent.first_opened_at is None
    assert not ReadMark.objects.exists()


def test_a_search_among_the_files_is_traced_without_its_words():
    sent = ServiceRequestFactory(sent=True)
    by = requester_of(sent)
    openings.search_files(home.person_of(by), "Durand", by=by)
    event = AuditEvent.objects.get()
    assert event.action == "search_files"
    assert "durand" not in str(event.detail).lower()
