"""Unique marks stand for what is said of a patient: none is found where it has no business.

They are typed by HTTP through a whole exchange, then searched in every mail and SMS, job, log line, address, title,
session, cookie and trace.
"""

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from telavis import logs
from telavis.accounts.models import OpenSession
from telavis.audit.models import AuditEvent
from telavis.directory.models import PractitionerRole
from telavis.documents.tasks import clean_document
from telavis.notifications.models import Delivery
from telavis.service_requests.last_look import stamp_of
from telavis.service_requests.models import ServiceRequest, Transition
from telavis.service_requests.workflow import State
from tests.documents.files import jpeg
from tests.factories import (
    RoleFactory,
    ServiceFactory,
    ServiceRequestFactory,
    coordinator_of,
)
from tests.web.desks import desk_of

pytestmark = pytest.mark.django_db
NAME, FIRST, USED = "QUARTZBIRTH", "ZIRCONFIRST", "ONYXUSED"
MARKS = {
    "name": NAME,
    "first name": FIRST,
    "used name": USED,
    "number": "254033306300149",
    "question": "topazquestion",
    "title": "jaspetitle",
    "file": "agatefile",
    "message": "opalmessage",
    "complement": "grenatcomplement",
    "reply": "jadereply",
    "answer": "saphiranswer",
    "reason": "corailreason",
    "note": "ambrenote",
}


class Walker:
    """A browser that remembers where it was led, what its pages are called and what it was told to keep."""

    def __init__(self, role: PractitionerRole) -> None:
        self.client = desk_of(role)
        self.seen: list[str] = []
        self.words = ""

    def go(self, address: str, data: dict[str, Any] | None = None) -> Any:
        response = self.client.get(address) if data is None else self.client.post(address, data)
        assert response.status_code in (200, 302), f"{address}: {response.status_code}"
        self.seen += [address, response.get("Location", ""), response.cookies.output()]
        self.seen += [response.get("Content-Disposition", "")]
        if response.get("Content-Type", "").startswith("text/html"):
            page = response.content.decode()
            self.words += page
            self.seen += re.findall(r"<title>.*?</title>", page, re.DOTALL)
            self.seen += re.findall(r'(?:href|action|src|hx-get|hx-post)="([^"]*)"', page)
        if response.status_code == 302:
            return self.go(response.url)
        return response


@pytest.fixture(scope="module")
def log() -> Any:
    """What the log of the house would hold, as JSON."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.configuration(level="DEBUG")["formatters"]["json"]["()"]())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture(scope="module")
def walked(log: io.StringIO, django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Walker]]:
    """Walked once, in a transaction that is undone after the last test of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _walk()
        transaction.set_rollback(True)


def _walk() -> list[Walker]:
    service = ServiceFactory()
    draft = ServiceRequestFactory(
        healthcare_service=service,
        patient__identity__birth_name=NAME,
        patient__identity__used_name=USED,
        patient__identity__given_names=FIRST,
        patient__identity__birth_date=date(1954, 3, 12),
    )
    asking, answering, colleague = draft.requester, coordinator_of(service), RoleFactory()
    requester, expert, follower = Walker(asking), Walker(answering), Walker(colleague)
    _ask(requester, draft)
    _exchange(requester, expert, draft.reference)
    _hand_on(requester, follower, draft, colleague)
    return [requester, expert, follower]


def _ask(requester: Walker, draft: ServiceRequest) -> None:
    searched = {"recherche-last": NAME, "recherche-given": FIRST, "recherche-birth_date": "12/03/1954"}
    requester.go("/demandes/nouvelle/", searched)
    here = reverse("compose:form", args=[draft.pk])
    requester.go(here, {"question": f"{MARKS['question']} ?", "revision": "0", "go": ""})
    photo = SimpleUploadedFile(f"{MARKS['file']}.jpg", jpeg(Random(1)))
    requester.go(reverse("folder:add", args=[draft.folder_id]), {"files": photo, "back": here})
    document = draft.folder.documents.get()
    requester.go(reverse("folder:rename", args=[document.pk]), {"title": MARKS["title"], "back": here})
    clean_document(document)
    requester.go(reverse("compose:review", args=[draft.pk]))
    seen = stamp_of(ServiceRequest.objects.get(pk=draft.pk))
    requester.go(reverse("compose:send", args=[draft.pk]), {"seen": seen})
    requester.go(reverse("compose:send_now", args=[draft.pk]), {})


def _exchange(requester: Walker, expert: Walker, reference: str) -> None:
    def verb(name: str) -> str:
        return reverse(f"thread:{name}", args=[reference])

    expert.go("/reception/")
    expert.go(verb("take"), {})
    expert.go(verb("ask_more"), {"text": MARKS["complement"]})
    requester.go(verb("reply"), {"text": MARKS["reply"]})
    requester.go(verb("write"), {"text": MARKS["message"]})
    opinion = {"short_answer": MARKS["answer"], "decision": "stay", "warning_signs": "x", "for_patient": "x"}
    expert.go(verb("answer"), {**opinion, "action-what": "x", "action-who": "requester", "do": "sign"})
    requester.go(verb("file"))
    requester.go(verb("pdf"))
    requester.go(verb("save_pdf"))
    requester.go(verb("withdraw_consent"), {"reason": MARKS["reason"]})


def _hand_on(requester: Walker, follower: Walker, draft: ServiceRequest, colleague: PractitionerRole) -> None:
    share = reverse("thread:share", args=[draft.reference])
    requester.go(share, {"colleague": colleague.practitioner_id, "confirm": "1", "message": MARKS["note"]})
    follower.go(reverse("thread:file", args=[draft.reference]))
    requester.go("/recherche/", {"texte": NAME})
    requester.go("/")
    assert ServiceRequest.objects.get(pk=draft.pk).state == State.ANSWERED


def assert_none(where: str) -> None:
    found = [kind for kind, mark in MARKS.items() if mark.lower() in where.lower()]
    assert not found, f"{found} leaked"


def test_the_marks_were_really_there(walked: list[Walker]):
    read = "".join(each.words for each in walked).lower()
    missing = [kind for kind, mark in MARKS.items() if mark.lower() not in read]
    assert set(missing) <= {"number", "file"}, f"{missing} was never shown: searching for it proves nothing"


def test_no_mail_and_no_sms_says_anything_of_the_patient(walked: list[Walker]):
    told = Delivery.objects.all()
    assert told.count() >= 4
    assert_none(" ".join(f"{each.subject} {each.body} {each.body_html}" for each in told))


def test_no_job_carries_anything_of_the_patient(walked: list[Walker]):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text, coalesce(lock, '') || coalesce(queueing_lock, '') FROM procrastinate_jobs"
        )
        jobs = cursor.fetchall()
    assert jobs
    assert_none(str(jobs))


def test_no_line_of_the_log_holds_anything_of_the_patient(walked: list[Walker], log: io.StringIO):
    lines = log.getvalue()
    assert sum("route" in json.loads(line) for line in lines.splitlines()) > 15
    assert_none(lines)


def test_no_address_title_cookie_or_file_name_tells_who_it_is(walked: list[Walker]):
    for each in walked:
        assert_none("\n".join(each.seen))


def test_no_session_keeps_anything_of_the_patient(walked: list[Walker]):
    assert OpenSession.objects.count() >= 3
    assert_none(" ".join(str(each.get_decoded()) for each in OpenSession.objects.all()))


def test_no_trace_of_an_access_holds_clinical_words(walked: list[Walker]):
    traces = AuditEvent.objects.values_list(
        "object_kind", "object_label", "detail", "user_label", "role_label"
    )
    assert len(traces) > 8
    assert_none(str(list(traces)))


def test_the_journal_of_the_request_keeps_only_the_reasons_given(walked: list[Walker]):
    assert_none(str(list(Transition.objects.values_list("detail", "reason_code", "user_label"))))


def test_a_signed_out_visitor_is_told_nothing_by_an_address(walked: list[Walker]):
    reference = ServiceRequest.objects.get().reference
    response = Client().get(reverse("thread:file", args=[reference]), follow=True)
    assert_none(response.content.decode())
