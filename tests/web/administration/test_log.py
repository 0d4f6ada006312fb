"""The log of what administrators did, read and downloaded."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from telavis.accounts.models import Right
from telavis.administration import actions
from telavis.audit.administration import Act, trace
from telavis.audit.queries import administrative_acts
from telavis.directory.actors import Actor
from tests.administration.administering import administrator
from tests.factories import UserFactory
from tests.web.desks import statements
from tests.web.registration.signing_up import page
from tests.web.signing_in import forget_proof

pytestmark = pytest.mark.django_db
LOG, FILE = "/administration/journal/", "/administration/journal/fichier/"


@pytest.fixture
def anne() -> Actor:
    return administrator(full_name="Anne Première")


@pytest.fixture
def desk(anne: Actor) -> Client:
    client = Client()
    client.force_login(anne.user)
    return client


def test_an_act_is_told_in_words(desk: Client, anne: Actor):
    actions.suspend(UserFactory(full_name="Dr Absent"), reason="Départ signalé.", by=anne)
    shown = page(desk.get(LOG))
    for words in ("Compte suspendu", "Dr Absent", "Anne Première", "Départ signalé."):
        assert words in shown


def test_it_is_read_by_person_and_by_period(desk: Client, anne: Actor):
    luc = administrator(full_name="Luc Second")
    actions.give_right(UserFactory(full_name="Dr Un"), Right.AUDITOR, by=anne)
    actions.give_right(UserFactory(full_name="Dr Deux"), Right.AUDITOR, by=luc)
    shown = page(desk.get(LOG, {"par": str(luc.user_id)}))
    assert "Dr Deux" in shown
    assert "Dr Un" not in shown
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    assert "Dr Un" in page(desk.get(LOG, {"du": f"{today:%d/%m/%Y}", "au": f"{today:%d/%m/%Y}"}))
    assert "Rien dans cette période" in page(desk.get(LOG, {"du": f"{tomorrow:%d/%m/%Y}"}))


def test_who_no_longer_administers_is_still_read_by_name(desk: Client, anne: Actor):
    luc = administrator(full_name="Luc Second")
    actions.suspend(UserFactory(), reason="x", by=luc)
    actions.take_right(luc.user, Right.ADMINISTRATOR, by=anne)
    assert "Luc Second</option>" in page(desk.get(LOG, {"par": str(luc.user_id)}))


@pytest.mark.parametrize("typed", ["31/02/2026", "hier", "9" * 300])
def test_a_day_that_is_none_is_said_and_filters_nothing(desk: Client, anne: Actor, typed: str):
    actions.suspend(UserFactory(full_name="Dr Absent"), reason="x", by=anne)
    answer = desk.get(LOG, {"du": typed, "par": typed})
    assert answer.status_code == 200
    assert "Dr Absent" in page(answer)


def test_twenty_five_at_a_time_in_a_few_questions(desk: Client, anne: Actor):
    for number in range(27):
        trace(Act.SUSPEND, by=anne, kind="account", key=None, label=f"n{number:02}")
    shown = desk.get(LOG)
    assert "n26" in page(shown)
    assert "n01" not in page(shown)
    after = shown.context["next_href"]
    assert "n01" in page(desk.get(f"{LOG}{after}"))
    assert len(statements(lambda: desk.get(LOG))) <= 12


def test_the_file_holds_the_same_lines_defused_and_is_itself_in_the_log(desk: Client, anne: Actor):
    actions.suspend(UserFactory(full_name="=cmd|' /C calc'!A0"), reason="+33", by=anne)
    answer = desk.get(FILE)
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0][:3] == ["Le", "Par", "Acte"]
    assert [row[3] for row in rows if row[2] == "Compte suspendu"] == ["'=cmd|' /C calc'!A0"]
    assert rows[-1][4] == "'+33"
    act = administrative_acts().first()
    assert act is not None
    assert act.detail == {"did": "export_log"}


def test_the_file_wants_a_recent_proof(desk: Client):
    forget_proof(desk)
    assert desk.get(FILE).url.startswith("/connexion/")
