"""What an applicant types stands in their registration and nowhere else."""

import io
import re

import pytest
from django.db import connection
from django.test import Client

from telavis.accounts.models import OneTimeCode, OpenSession
from telavis.audit.models import AuditEvent
from telavis.notifications.models import Delivery
from telavis.registrations import actions
from telavis.registrations.models import Registration, RegistrationStep
from tests.jobs import work_here
from tests.registrations.applying import EMAIL, MOBILE, NUMBER, PASSWORD, an_administrator, known_professional
from tests.web.registration.signing_up import (
    boxes,
    choose_first_place,
    give_contact,
    give_number,
    page,
    type_mail_code,
    type_mobile_code,
)
from tests.web.test_no_leaks import log

__all__ = ["log"]

pytestmark = pytest.mark.django_db
MARKS = (NUMBER, "Dubois", EMAIL, MOBILE, MOBILE[3:], PASSWORD)


@pytest.fixture
def seen(client: Client, log: io.StringIO) -> list[str]:
    """Addresses, titles and cookies of the whole way, up to the refusal."""
    known_professional()
    answers = [
        client.get("/inscription/"),
        give_number(client),
        choose_first_place(client),
        give_contact(client),
    ]
    answers += [type_mail_code(client), type_mobile_code(client), client.get("/inscription/suivi/")]
    administrator = Client()
    by = an_administrator()
    administrator.force_login(by.user)
    work_here("registrations.tell_others")
    answers += [administrator.get("/administration/inscriptions/")]
    registration = Registration.objects.get()
    answers += [administrator.get(f"/administration/inscriptions/{registration.pk}/")]
    assert "Dubois" in page(answers[-1]), "what was never shown is looked for in vain"
    actions.refuse(registration, reason="corailreason", by=by)
    kept = [str(getattr(each, "redirect_chain", "")) + each.cookies.output() for each in answers]
    return kept + [
        title for each in answers for title in re.findall(r"<title>.*?</title>", page(each), re.DOTALL)
    ]


def assert_none(text: str, *besides: str) -> None:
    found = [mark for mark in (*MARKS, *besides) if mark.lower() in text.lower()]
    assert not found, f"{found} leaked"


def test_no_address_title_or_cookie_tells_who_applies(seen: list[str]):
    assert_none("\n".join(seen))


def test_no_line_of_the_log_and_no_job_tells_it(seen: list[str], log: io.StringIO):
    assert "registration:contact" in log.getvalue()
    assert_none(log.getvalue(), "corailreason")
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        assert_none(str(cursor.fetchall()), "corailreason")


def test_the_session_holds_keys_only(seen: list[str]):
    assert_none(str([each.get_decoded() for each in OpenSession.objects.all()]), *boxes().values())


def test_mails_to_others_name_nobody_and_none_gives_a_reason(seen: list[str]):
    others = Delivery.objects.exclude(address__in=[EMAIL, MOBILE])
    assert others.exists()
    assert_none(str(list(others.values_list("subject", "body", "body_html"))))
    everything = str(list(Delivery.objects.values_list("subject", "body", "body_html")))
    assert "corailreason" not in everything
    assert NUMBER not in everything
    assert PASSWORD not in everything


def test_no_link_of_a_mail_carries_anything(seen: list[str]):
    mails = "".join(Delivery.objects.values_list("body_html", flat=True))
    links = set(re.findall(r'href="(https?://[^"]*)"', mails))
    assert links
    assert all(
        re.fullmatch(r"https?://[^/]+(/(connexion/|administration/inscriptions/)?)?", each) for each in links
    )


def test_following_every_link_of_every_mail_consumes_nothing(seen: list[str]):
    before = (RegistrationStep.objects.count(), OneTimeCode.objects.filter(used_at=None).count())
    robot = Client()
    for link in (
        "/connexion/",
        "/administration/inscriptions/",
        "/inscription/suivi/",
        "/inscription/adresse/",
    ):
        robot.get(link)
        robot.head(link)
        robot.post(link, {})
    assert (RegistrationStep.objects.count(), OneTimeCode.objects.filter(used_at=None).count()) == before


def test_the_trace_of_the_decision_names_no_applicant(seen: list[str]):
    traces = AuditEvent.objects.filter(object_kind="registration").values_list("object_label", "detail")
    assert traces
    assert_none(str(list(traces)))
